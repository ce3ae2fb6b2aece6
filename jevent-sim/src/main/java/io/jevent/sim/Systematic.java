// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import io.jevent.hub.ReadyOrder.Ready;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Depth-first search through the schedules whose choices have a bounded sum; each plan changes the latest possible. */
record Systematic(String name, long bound) implements Strategy {

    private static final long MOST_ALTERNATIVES = 16;

    @Override
    public Planner begin() {
        return new Search();
    }

    @Override
    public String toString() {
        return name;
    }

    private final class Search implements Planner {

        private @Nullable Path last;

        @Override
        public @Nullable Plan next(Past past) {
            long[] prefix = last == null ? new long[0] : last.successor();
            last = prefix == null ? null : new Path(prefix);
            return last;
        }
    }

    /** A schedule: the choices of the prefix, then the first alternatives. */
    private final class Path implements Plan {

        private final long[] prefix;
        private long[] chosen = new long[64];
        private long[] alternatives = new long[64];
        private int size;

        Path(long[] prefix) {
            this.prefix = prefix;
        }

        @Override
        public String name() {
            return Systematic.this.name;
        }

        @Override
        public int next(Ready ready) {
            return (int) choose(ready.size());
        }

        @Override
        public long value(String label, long of) {
            return choose(of > MOST_ALTERNATIVES ? 1 : of);
        }

        @Override
        public boolean happens(String label, double probability) {
            return choose(2) == 1;
        }

        private long choose(long of) {
            if (size == chosen.length) {
                chosen = Arrays.copyOf(chosen, size * 2);
                alternatives = Arrays.copyOf(alternatives, size * 2);
            }
            long choice = size < prefix.length ? Math.min(prefix[size], of - 1) : 0;
            chosen[size] = choice;
            alternatives[size++] = of;
            return choice;
        }

        /** The prefix of the next schedule, or null if this was the last. */
        long @Nullable [] successor() {
            long cost = 0;
            for (int i = 0; i < size; i++) {
                cost += chosen[i];
            }
            for (int i = size - 1; i >= 0; i--) {
                cost -= chosen[i];
                if (chosen[i] + 1 < alternatives[i] && cost + chosen[i] + 1 <= bound) {
                    long[] next = Arrays.copyOf(chosen, i + 1);
                    next[i]++;
                    return next;
                }
            }
            return null;
        }
    }
}
