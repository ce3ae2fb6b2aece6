// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import java.time.Duration;

/** A run that does not end, although its last part was fair to all. */
final class StepsExceededError extends AssertionError {

    private static final long serialVersionUID = 1L;

    StepsExceededError(long steps, long now, String report) {
        super("the run has not ended after " + steps + " steps, at " + Duration.ofNanos(now)
                + " of virtual time, although it was fair at last: a loop waits for what never comes, or the limit"
                + " (maxSteps) is too low\n" + report);
    }
}
