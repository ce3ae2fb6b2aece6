// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

/** What a greenlet is doing. Moved on by its hub's thread only; read by any. */
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
    AWAY,
    DEAD
}
