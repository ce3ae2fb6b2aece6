// SPDX-License-Identifier: Apache-2.0
package io.jevent.monkey;

import org.jspecify.annotations.Nullable;

/**
 * Something cannot be patched, here or any more; the message says why and what to do. What was asked for together was
 * not patched either: there are no half-patched programs.
 *
 * @gevent {@code MonkeyPatchWarning}, which goes on
 */
public final class MonkeyPatchException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param message what cannot be patched, why, and what to do
     * @param cause what is behind it, or null
     */
    public MonkeyPatchException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
