// SPDX-License-Identifier: Apache-2.0
package io.jevent.exceptions;

/**
 * The hub that should have done it is closed.
 *
 * @gevent {@code gevent.exceptions.HubDestroyed}
 * @since 0.1
 */
public class HubClosedException extends JeventException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what was wrong and what to do
     */
    public HubClosedException(String message) {
        super(message);
    }
}
