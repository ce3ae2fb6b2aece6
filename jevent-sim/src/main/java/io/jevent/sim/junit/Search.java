// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.junit;

import io.jevent.sim.Strategy;

/**
 * The strategies of {@link SimTest}.
 *
 * @since 0.1
 */
public enum Search {
    /** Each of those that are ready is as likely as the others. */
    RANDOM,
    /** Random priorities that change at {@code depth - 1} places; also with depth 2. */
    PCT,
    /** A random priority for each step. */
    BPOS,
    /** As {@link #BPOS}, with new priorities for steps that race with the one that runs. */
    POS,
    /** Variations of schedules that went where none went before. */
    GUIDED,
    /** All schedules with at most {@code depth} delays. */
    DELAYS,
    /** All schedules, for tests with a few steps. */
    EXHAUSTIVE;

    Strategy withDepth(int depth) {
        return switch (this) {
            case RANDOM -> Strategy.random();
            case PCT -> depth <= 2 ? Strategy.pct(depth) : Strategy.portfolio(Strategy.pct(2), Strategy.pct(depth));
            case BPOS -> Strategy.bpos();
            case POS -> Strategy.pos();
            case GUIDED -> Strategy.guided();
            case DELAYS -> Strategy.delayBounded(depth);
            case EXHAUSTIVE -> Strategy.exhaustive();
        };
    }
}
