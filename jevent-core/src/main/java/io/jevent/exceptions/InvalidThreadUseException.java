// SPDX-License-Identifier: Apache-2.0
package io.jevent.exceptions;

/**
 * Something was used from a thread that may not use it: a mistake of the caller.
 *
 * @gevent {@code gevent.exceptions.InvalidThreadUseError}
 * @since 0.1
 */
public class InvalidThreadUseException extends JeventException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what was wrong and what to do
     */
    public InvalidThreadUseException(String message) {
        super(message);
    }
}
