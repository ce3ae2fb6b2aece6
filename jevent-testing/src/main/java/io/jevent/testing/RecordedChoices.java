// SPDX-License-Identifier: Apache-2.0
package io.jevent.testing;

import java.util.ArrayList;
import java.util.List;

/**
 * Checks the arguments of choices and records what was chosen.
 *
 * <p><b>Confinement:</b> hub-confined.
 *
 * @audience SPI
 * @since 0.1
 */
public abstract class RecordedChoices implements Choices {

    private final List<Choice> made = new ArrayList<>();

    /** Makes one without a choice yet. */
    protected RecordedChoices() {
        super();
    }

    /**
     * Chooses an alternative.
     *
     * @param label what is decided
     * @param alternatives how many there are, at least 2
     * @param first the number that the first alternative stands for
     * @return from 0 to {@code alternatives - 1}
     */
    protected abstract long pick(String label, long alternatives, long first);

    /**
     * Decides whether something happens that is neither certain nor impossible.
     *
     * @param label what happens
     * @param probability how likely it is
     * @return true if it happens
     */
    protected abstract boolean happens(String label, double probability);

    @Override
    public final int choose(String label, int alternatives) {
        if (alternatives < 1) {
            throw new IllegalArgumentException(label + ": there must be at least 1 alternative: " + alternatives);
        }
        return (int) record(label, alternatives, alternatives == 1 ? 0 : pick(label, alternatives, 0));
    }

    @Override
    public final boolean chance(String label, double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(label + ": a probability is from 0 to 1: " + probability);
        }
        boolean certain = probability == 0 || probability == 1;
        boolean happens = certain ? probability == 1 : happens(label, probability);
        return record(label, 2, happens ? 1 : 0) == 1;
    }

    @Override
    public final long between(String label, long min, long max) {
        if (max < min) {
            throw new IllegalArgumentException(label + ": max " + max + " is less than min " + min);
        }
        long alternatives = max - min + 1;
        if (alternatives <= 0) { // the difference has wrapped round
            throw new IllegalArgumentException(
                    label + ": there are more than 2^63-1 numbers from " + min + " to " + max);
        }
        return min + record(label, alternatives, alternatives == 1 ? 0 : pick(label, alternatives, min));
    }

    private long record(String label, long alternatives, long chosen) {
        made.add(new Choice(label, alternatives, chosen));
        return chosen;
    }

    @Override
    public final List<Choice> made() {
        return List.copyOf(made);
    }
}
