// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A schedule has failed. The message is the report: the failure, the few decisions that it needs, with the lines of the
 * program, and the way to replay it. The cause is what the program threw.
 *
 * @since 0.1
 */
public final class SimulationFailure extends AssertionError {

    private static final long serialVersionUID = 1L;

    /** The number of the schedule that failed. */
    private final int schedule;

    /** How many of its decisions differ from first in, first out. */
    private final int deviations;

    private final transient @Nullable Path file;

    SimulationFailure(String report, @Nullable Throwable cause, int schedule, int deviations, @Nullable Path file) {
        super(report, cause);
        this.schedule = schedule;
        this.deviations = deviations;
        this.file = file;
    }

    /** {@return the number of the schedule that failed, from 1 on} */
    public int schedule() {
        return schedule;
    }

    /** {@return how many decisions the smallest failing schedule makes otherwise than first in, first out} */
    public int deviations() {
        return deviations;
    }

    /** {@return the file that replays it, if one was written} */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }
}
