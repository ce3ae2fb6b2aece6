// SPDX-License-Identifier: Apache-2.0
package io.jevent.exceptions;

/**
 * A greenlet had to wait while a native frame or a class initialiser on its stack held it to the hub's thread; waiting
 * there would have stopped the whole hub.
 *
 * @gevent has no counterpart: there the whole hub would stand still
 */
public class PinnedException extends JeventException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what was wrong and what to do
     */
    public PinnedException(String message) {
        super(message);
    }
}
