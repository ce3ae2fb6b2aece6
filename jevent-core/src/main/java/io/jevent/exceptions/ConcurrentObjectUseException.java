// SPDX-License-Identifier: Apache-2.0
package io.jevent.exceptions;

/**
 * Two greenlets wait on something that only one may wait on: a mistake of the caller.
 *
 * @gevent {@code gevent.exceptions.ConcurrentObjectUseError}
 * @since 0.1
 */
public class ConcurrentObjectUseException extends JeventException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what was wrong and what to do
     */
    public ConcurrentObjectUseException(String message) {
        super(message);
    }
}
