// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import io.jevent.hub.ReadyOrder.Ready;
import io.jevent.sim.Strategy.Past;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** Gives each step a random priority when it becomes ready, and runs the highest. */
final class PosPlan extends RandomPlan {

    private final IdentityHashMap<Object, Double> priorities = new IdentityHashMap<>();
    private final boolean drawsAgain;

    PosPlan(String name, Past past, boolean drawsAgain) {
        super(name, past);
        this.drawsAgain = drawsAgain;
    }

    @Override
    public int next(Ready ready) {
        int best = 0;
        double highest = -1;
        for (int i = 0; i < ready.size(); i++) {
            double priority = priorities.computeIfAbsent(ready.at(i), _ -> random.nextDouble());
            if (priority > highest) {
                highest = priority;
                best = i;
            }
        }
        priorities.remove(ready.at(best));
        if (drawsAgain) {
            forgetRivals(ready, ready.operation(best));
        }
        return best;
    }

    /** Those that are about to use the same object race with the one that runs. */
    private void forgetRivals(Ready ready, @Nullable Object operation) {
        for (int i = 0; operation != null && i < ready.size(); i++) {
            if (ready.operation(i) == operation) {
                priorities.remove(ready.at(i));
            }
        }
    }
}
