// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

/**
 * Kinds of faults that a simulation injects by itself, at places that its strategy chooses. A run has a few of them at
 * most; a report leaves out those that the failure does not need.
 *
 * @since 0.1
 */
public enum Faults {
    /**
     * Packets are delayed, connections are reset or become half-open, and two nodes cannot reach each other, in one
     * direction or in both, for a time from 10 milliseconds to 30 seconds.
     */
    NETWORK,

    /** A node that has a main program crashes, and starts again after a time from 10 milliseconds to 30 seconds. */
    CRASHES,

    /** A node that has a main program stands still for a time from 10 milliseconds to 30 seconds. */
    PAUSES
}
