// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Plans schedules as variations of those that have taken new edges. */
record Guided() implements Strategy {

    private static final int MOST_PARENTS = 500;

    /** One of this number of plans is random, so that new parents appear. */
    private static final int FRESH = 5;

    @Override
    public String name() {
        return "guided";
    }

    @Override
    public Planner begin() {
        return new Corpus();
    }

    @Override
    public String toString() {
        return name();
    }

    /** The schedules that have taken new edges. */
    private static final class Corpus implements Planner {
        private final List<long[]> parents = new ArrayList<>();

        @Override
        public Plan next(Past past) {
            var random = new SplittableRandom(past.seed());
            if (parents.isEmpty() || random.nextInt(FRESH) == 0) {
                return new GuidedPlan(past, new long[0], random, this::add);
            }
            // the larger of two draws: later parents, which have come further, are more likely
            int parent = Math.max(random.nextInt(parents.size()), random.nextInt(parents.size()));
            return new GuidedPlan(past, parents.get(parent), random, this::add);
        }

        private void add(long[] decisions) {
            if (parents.size() == MOST_PARENTS) {
                parents.removeFirst();
            }
            parents.add(decisions);
        }
    }
}
