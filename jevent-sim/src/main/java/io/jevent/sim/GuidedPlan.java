// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import io.jevent.hub.ReadyOrder.Ready;
import io.jevent.sim.Strategy.Past;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Repeats the decisions of a parent up to a place, or all but a few, and decides the rest at random, or by priorities
 * as {@link PosPlan} does.
 */
final class GuidedPlan extends RandomPlan {

    private static final int MOST_CHANGES = 3;
    private static final int MOST_DECISIONS = 1 << 16;

    private final RandomPlan rest;
    private final long[] parent;
    private final int[] changes;
    private final int until;
    private final Consumer<long[]> corpus;
    private long[] decisions = new long[64];
    private int size;

    GuidedPlan(Past past, long[] parent, SplittableRandom random, Consumer<long[]> corpus) {
        super("guided", past);
        this.rest = random.nextBoolean() ? new RandomPlan("guided", past) : new PosPlan("guided", past, false);
        this.parent = parent;
        this.corpus = corpus;
        boolean cuts = random.nextBoolean();
        until = parent.length == 0 || !cuts ? parent.length : random.nextInt(parent.length);
        changes = parent.length == 0 || cuts
                ? new int[0]
                : random.ints(1 + random.nextInt(MOST_CHANGES), 0, parent.length)
                        .toArray();
    }

    @Override
    public int next(Ready ready) {
        return (int) decide(repeats() ? Math.min(parent[size], ready.size() - 1L) : rest.next(ready));
    }

    @Override
    public long value(String label, long alternatives) {
        return decide(repeats() ? Math.min(parent[size], alternatives - 1) : super.value(label, alternatives));
    }

    @Override
    public boolean happens(String label, double probability) {
        boolean happens = repeats() ? parent[size] != 0 : super.happens(label, probability);
        return decide(happens ? 1 : 0) != 0;
    }

    private boolean repeats() {
        if (size >= until) {
            return false;
        }
        for (int change : changes) {
            if (change == size) {
                return false;
            }
        }
        return true;
    }

    private long decide(long decision) {
        if (size == decisions.length && size < MOST_DECISIONS) {
            decisions = Arrays.copyOf(decisions, size * 2);
        }
        if (size < decisions.length) {
            decisions[size] = decision;
        }
        size++;
        return decision;
    }

    @Override
    public void ended(int discovered) {
        if (discovered > 0) {
            corpus.accept(Arrays.copyOf(decisions, Math.min(size, decisions.length)));
        }
    }
}
