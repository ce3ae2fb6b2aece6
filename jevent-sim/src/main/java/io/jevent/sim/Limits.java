// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import java.time.Duration;

/**
 * The limits of one run.
 *
 * @param planSteps how many steps the plan decides; the rest runs first in, first out
 * @param maxSteps how many steps there may be
 * @param realTime how long it may take
 * @param turnCost how much virtual time a turn of a greenlet takes at most
 */
record Limits(long planSteps, long maxSteps, Duration realTime, Duration turnCost) {

    private static final long LEAST = 1000;

    /** A run that is much longer than others probably waits in a loop for one that the plan does not run. */
    private static final long FACTOR = 20;

    /** The limits after runs with {@code steps} steps. */
    Limits forLength(long steps) {
        return new Limits(Math.max(LEAST, FACTOR * steps), maxSteps, realTime, turnCost);
    }
}
