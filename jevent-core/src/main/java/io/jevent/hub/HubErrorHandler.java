// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import org.jspecify.annotations.Nullable;

/**
 * Is told of what nobody caught: the failure of a greenlet, a link, a callback or a timer.
 *
 * @gevent {@code hub.handle_error}
 */
@FunctionalInterface
public interface HubErrorHandler {

    /**
     * Handles a failure. Runs where it happened; must not block. What it throws itself is printed and goes no further.
     *
     * @param context what failed: the greenlet, the callback; null if it concerns the whole program
     * @param failure what was thrown
     */
    void handle(@Nullable Object context, Throwable failure);
}
