// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import org.jspecify.annotations.Nullable;

/**
 * The code that occupies a hub's thread, as seen from outside; see {@link Hub#occupant}. For monitors.
 *
 * <p><b>Confinement:</b> immutable. The hub runs on meanwhile, so the parts may be of two moments.
 *
 * @param kind the kind of code
 * @param thread the thread whose stack shows the code
 * @param greenlet the greenlet, or null if the code is not a greenlet's
 * @param steps a count that grows whenever the hub goes on with other code; 0 for {@link Kind#PINNED}
 * @audience SPI
 * @since 0.1
 */
public record Occupant(Kind kind, Thread thread, @Nullable RawGreenlet greenlet, long steps) {

    /**
     * The kinds of code that can occupy a hub's thread.
     *
     * @since 0.1
     */
    public enum Kind {
        /** A greenlet that neither waits nor ends. */
        GREENLET,
        /**
         * A greenlet that waits pinned to the hub's own thread, which the main greenlet needs; the others run on a
         * stand-in.
         */
        PINNED,
        /** A callback of the hub. */
        CALLBACK,
        /** A virtual thread that a library started on the hub. */
        FOREIGN_THREAD,
        /** The hub itself: its loop, input and output, the loading of classes. */
        HUB,
        /** The platform thread of the hub, outside of the blocking calls of jevent. */
        MAIN
    }

    /** Returns the occupant of a hub, or null if the hub sleeps. Links no call site and takes no lock. */
    static @Nullable Occupant of(Hub hub) {
        long steps =
                hub.switches() + hub.dispatcher().calls().mounts() + hub.cycle().turns();
        RawGreenlet greenlet = hub.running();
        Thread callback = hub.dispatcher().calls().runningThread();
        Thread foreign = hub.dispatcher().foreign();
        RawGreenlet onHome = hub.dispatcher().standIns().keepsMainWaiting();
        Thread pinned = onHome == null ? null : onHome.thread;
        if (pinned != null) {
            return new Occupant(
                    Kind.PINNED, pinned, onHome, 0); // regardless of the code that a stand-in runs meanwhile
        }
        if (hub.messages().isSleeping()) {
            return null;
        }
        if (greenlet instanceof MainGreenlet) {
            return new Occupant(Kind.MAIN, hub.carrier(), greenlet, steps);
        }
        if (greenlet != null) {
            Thread thread = greenlet.thread;
            return thread == null ? null : new Occupant(Kind.GREENLET, thread, greenlet, steps);
        }
        if (callback != null) {
            return new Occupant(Kind.CALLBACK, callback, null, steps);
        }
        return foreign != null
                ? new Occupant(Kind.FOREIGN_THREAD, foreign, null, steps)
                : new Occupant(Kind.HUB, hub.driver(), null, steps);
    }
}
