// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import java.time.Duration;
import java.util.Locale;

/**
 * How far an exploration is.
 *
 * @param schedules how many schedules have been run
 * @param limit how many there will be at most
 * @param orders how many of them differed in the order of their steps
 * @param coverage how many edges they have taken: steps of one greenlet after one of another, by how often each had run
 * @param elapsed the real time so far
 * @since 0.1
 */
public record Progress(int schedules, int limit, int orders, int coverage, Duration elapsed) {

    /** {@return how many schedules were run in a second} */
    public long rate() {
        return Math.round(schedules / Math.max(1e-9, elapsed.toNanos() / 1e9));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d of %,d schedules, %,d/s, %,d different orders, coverage %,d",
                schedules,
                limit,
                rate(),
                orders,
                coverage);
    }
}
