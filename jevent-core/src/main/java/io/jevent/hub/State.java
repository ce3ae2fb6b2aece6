// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import org.jspecify.annotations.Nullable;

/** The state of a greenlet. Moved on by its hub's thread only; read by any. */
enum State {
    NEW,
    /** In the run queue, or behind a timer, for the first time. */
    STARTING,
    RUNNING,
    /** At the switch point, in a wait list or behind a timer. */
    WAITING,
    /** In the run queue again. */
    READY,
    /** Parked by code that is not jevent's: a lock, a socket, a sleep of the JDK. */
    PARKED,
    DEAD;

    /** Tells in a few words what a greenlet in this state is doing; {@code on} is the object that it waits on. */
    String describe(@Nullable Object on) {
        return switch (this) {
            case NEW -> "not started";
            case STARTING -> on == null ? "ready to start" : "waiting for its start";
            case RUNNING -> "running";
            case READY -> "ready to run";
            case WAITING -> on instanceof Sleep ? on.toString() : "waiting on " + on;
            case PARKED -> "parked outside of jevent";
            case DEAD -> "dead";
        };
    }
}
