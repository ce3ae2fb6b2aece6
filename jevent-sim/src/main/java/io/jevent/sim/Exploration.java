// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of a simulation.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @since 0.1
 */
public final class Exploration {

    private final String name;
    private final Progress progress;
    private final boolean complete;
    private final @Nullable SimulationFailure failure;

    Exploration(String name, Progress progress, boolean complete, @Nullable SimulationFailure failure) {
        this.name = name;
        this.progress = progress;
        this.complete = complete;
        this.failure = failure;
    }

    /** {@return how many schedules were run, without those that made a failing one smaller} */
    public int schedules() {
        return progress.schedules();
    }

    /** {@return the counts at the end} */
    public Progress progress() {
        return progress;
    }

    /**
     * {@return whether all schedules were run, so that none is left that could fail; see {@link Strategy#exhaustive}}
     */
    public boolean isComplete() {
        return complete;
    }

    /** {@return the failure that was found, if any} */
    public Optional<SimulationFailure> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public String toString() {
        return name + ": " + (failure == null ? "passed " : "failed in ")
                + (complete ? "all " + progress.schedules() + " orders" : progress);
    }
}
