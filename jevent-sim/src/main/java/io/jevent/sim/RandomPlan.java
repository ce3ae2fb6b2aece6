// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import io.jevent.hub.ReadyOrder.Ready;
import io.jevent.sim.Strategy.Past;
import java.util.SplittableRandom;

/** Decides everything by a pseudorandom generator; other strategies choose who runs in their own way. */
class RandomPlan implements Strategy.Plan {

    final SplittableRandom random;
    private final String name;

    RandomPlan(String name, Past past) {
        this.name = name;
        this.random = new SplittableRandom(past.seed());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int next(Ready ready) {
        return random.nextInt(ready.size());
    }

    @Override
    public long value(String label, long alternatives) {
        return random.nextLong(alternatives);
    }

    @Override
    public boolean happens(String label, double probability) {
        return random.nextDouble() < probability;
    }
}
