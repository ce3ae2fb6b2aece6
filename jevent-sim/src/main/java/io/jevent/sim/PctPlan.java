// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import io.jevent.hub.ReadyOrder.Ready;
import io.jevent.sim.Strategy.Past;
import java.util.BitSet;
import java.util.IdentityHashMap;

/** Runs the greenlet with the highest priority, and lowers it at a few random places. */
final class PctPlan extends RandomPlan {

    private final IdentityHashMap<Object, Double> priorities = new IdentityHashMap<>();
    private final BitSet changes = new BitSet();
    private int step;
    private double lowest;

    PctPlan(String name, Past past, int depth) {
        super(name, past);
        int length = Math.max(1, past.length());
        for (int i = 1; i < depth; i++) {
            changes.set(random.nextInt(length));
        }
    }

    @Override
    public int next(Ready ready) {
        int best = highest(ready);
        if (changes.get(step++)) {
            lowest -= 1;
            priorities.put(ready.at(best), lowest);
            best = highest(ready);
        }
        return best;
    }

    private int highest(Ready ready) {
        int best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < ready.size(); i++) {
            double priority = priorities.computeIfAbsent(ready.at(i), _ -> random.nextDouble());
            if (priority > highest) {
                highest = priority;
                best = i;
            }
        }
        return best;
    }
}
