// SPDX-License-Identifier: Apache-2.0
package io.jevent.exceptions;

import org.jspecify.annotations.Nullable;

/**
 * A greenlet had to wait while a native frame or a class initialiser on its stack held it to the hub's thread; waiting
 * there would have stopped the whole hub.
 *
 * @gevent has no counterpart: there the whole hub would stand still
 * @since 0.1
 */
public class PinnedException extends JeventException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param greenlet the name of the greenlet
     * @param on the object of the wait, or null for a yield
     */
    public PinnedException(String greenlet, @Nullable Object on) {
        super(greenlet + " cannot wait" + (on == null ? "" : " on " + on) + " here: a native frame or a class"
                + " initialiser on its stack pins it to the hub's thread, and the whole hub would stand still; move the"
                + " blocking call out of it");
    }
}
