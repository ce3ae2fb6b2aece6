// SPDX-License-Identifier: Apache-2.0
package io.jevent.testing;

import java.util.SplittableRandom;

/** Choices of a pseudorandom generator. */
final class SeededChoices extends RecordedChoices {

    private final long seed;
    private final SplittableRandom random;

    SeededChoices(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    @Override
    protected long pick(String label, long alternatives, long first) {
        return random.nextLong(alternatives);
    }

    @Override
    protected boolean happens(String label, double probability) {
        return random.nextDouble() < probability;
    }

    @Override
    public String toString() {
        return "choices of seed " + seed;
    }
}
