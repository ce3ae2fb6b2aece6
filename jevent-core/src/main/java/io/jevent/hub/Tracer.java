// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import org.jspecify.annotations.Nullable;

/**
 * Is told what a hub's greenlets do, as it happens. Called on the hub's own thread or on the greenlet concerned; must
 * not block, must not throw, and must take no lock of the JDK: it must neither log nor print. A lock that a greenlet of
 * the hub holds would stop the hub for ever.
 *
 * @gevent {@code greenlet.settrace}
 * @audience SPI
 * @since 0.1
 */
public interface Tracer {

    /**
     * A greenlet was made ready to run for the first time.
     *
     * @param greenlet the new one
     * @param by the greenlet that started it, or null if the hub did
     */
    default void spawned(RawGreenlet greenlet, @Nullable RawGreenlet by) {}

    /**
     * A greenlet goes on running. Of the main greenlet the hub tells only when its waits end, and when they begin.
     *
     * @param greenlet the one that runs now
     */
    default void switchedIn(RawGreenlet greenlet) {}

    /**
     * A greenlet stopped running.
     *
     * @param greenlet the one that ran
     * @param on what it waits for; null if it ended or only yielded. Of a wait in code that is not jevent's, only that
     *     it is one is known.
     */
    default void switchedOut(RawGreenlet greenlet, @Nullable Object on) {}

    /**
     * The wait of a greenlet, or the time before its start, is over; it will run when its turn comes.
     *
     * @param greenlet the one that waited
     * @param by who woke it: a {@link RawGreenlet}, a {@link Timer}, a {@link Thread}, or null for the hub
     */
    default void woken(RawGreenlet greenlet, @Nullable Object by) {}

    /**
     * Something is thrown into a greenlet.
     *
     * @param greenlet the victim
     * @param signal what it is
     * @param by the greenlet that did it, or null
     */
    default void interrupted(RawGreenlet greenlet, Throwable signal, @Nullable RawGreenlet by) {}

    /**
     * A greenlet is dead.
     *
     * @param greenlet the one that ended
     */
    default void ended(RawGreenlet greenlet) {}
}
