// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.rivals;

import java.time.Duration;

/**
 * When a search ends without a bug: whichever comes first.
 *
 * @param schedules the most schedules
 * @param time the longest time
 */
record Limit(int schedules, Duration time) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Returns when a search is ended that does not end by itself. */
    Duration patience() {
        return time.plus(PATIENCE);
    }
}
