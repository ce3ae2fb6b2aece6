// SPDX-License-Identifier: Apache-2.0
package io.jevent.exceptions;

import org.jspecify.annotations.Nullable;

/**
 * Something that is thrown into a greenlet from outside to end its wait: a kill or a timeout.
 *
 * <p>It is an {@link Error}, as {@code ThreadDeath} was, because it must not be swallowed by code that handles ordinary
 * failures: {@code catch (Exception e)} lets it pass, as {@code except Exception} lets gevent's {@code GreenletExit}
 * and {@code Timeout} pass, which derive from {@code BaseException}. Clean up in {@code finally}, and rethrow what you
 * catch.
 *
 * @gevent the exceptions that derive from {@code BaseException}
 * @since 0.1
 */
public abstract class GreenletSignal extends Error {

    private static final long serialVersionUID = 1L;

    /**
     * Makes a signal.
     *
     * @param message what is said about it, or null
     */
    protected GreenletSignal(@Nullable String message) {
        super(message);
    }

    /** Called at the place where it is thrown, each time, just before. */
    public void raised() {
        // for subclasses that were made elsewhere and want the stack of this place
    }
}
