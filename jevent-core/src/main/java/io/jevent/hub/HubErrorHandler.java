// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.internal.logging.LogArea;
import org.jspecify.annotations.Nullable;

/**
 * Is told of what nobody caught: the failure of a greenlet, a link, a callback or a timer.
 *
 * @gevent {@code hub.handle_error}
 * @since 0.1
 */
@FunctionalInterface
public interface HubErrorHandler {

    /**
     * Handles a failure, in the greenlet or callback where it happened or in a callback of the hub. Must not wait in
     * jevent; it may take locks of the JDK and log. A failure of the handler itself is printed and goes no further.
     *
     * @param context what failed: the greenlet, the callback; null if it concerns the whole program
     * @param failure what was thrown
     */
    void handle(@Nullable Object context, Throwable failure);

    /**
     * Reports a failure to the error handler of a hub, or else on its error stream, as {@link Hub#handleError} does,
     * but leaves the program alone, whatever the failure is.
     *
     * @param hub the current hub
     * @param context the object that failed, or null
     * @param failure the failure
     */
    static void report(Hub hub, @Nullable Object context, Throwable failure) {
        var _ = hub.errors.report(LogArea.SERVER, context, failure);
    }
}
