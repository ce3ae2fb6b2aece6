// SPDX-License-Identifier: Apache-2.0
package io.jevent.monkey.patch;

import org.jspecify.annotations.Nullable;

/**
 * A patch cannot be applied, on this JDK or at this time; the message has the reason and the remedy. None of the
 * patches of the same call is applied: there are no half-patched programs.
 *
 * @gevent {@code MonkeyPatchWarning}, which continues
 * @since 0.1
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
