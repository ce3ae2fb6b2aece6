// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload;

import java.util.Locale;

/**
 * Watches in which order sleepers wake, and finds those that woke before one whose deadline was earlier.
 *
 * <p>The deadline of a sleeper is not known from outside, but it lies between two readings of the clock: the one just
 * before it went to sleep and the one of the sleeper after it. So an inversion counts only if no deadlines between
 * these readings could explain it. All calls come from one thread at a time.
 */
public final class WakeOrder {

    private static final double NANOS_PER_MICRO = 1e3;

    private final long[] lengths;
    private final long[] began;
    private final int[] woken;
    private int asleep;
    private int awake;
    private long latest;

    /**
     * Watches as many sleepers as there are lengths.
     *
     * @param lengths how long each sleeps, in nanoseconds
     */
    public WakeOrder(long[] lengths) {
        this.lengths = lengths;
        this.began = new long[lengths.length + 1];
        this.woken = new int[lengths.length];
    }

    /** Notes that one more goes to sleep now, and returns its number. */
    public int sleeps() {
        began[asleep] = System.nanoTime();
        return asleep++;
    }

    /** Returns how long the sleeper of that number sleeps, in nanoseconds. */
    public long length(int sleeper) {
        return lengths[sleeper];
    }

    /** Notes that a sleeper woke, and returns whether it was the last one. */
    public boolean woke(int sleeper) {
        if (awake == 0) {
            began[asleep] = System.nanoTime();
        }
        latest = Math.max(latest, System.nanoTime() - began[sleeper] - lengths[sleeper]);
        woken[awake++] = sleeper;
        return awake == woken.length;
    }

    /** Prints what was seen as a remark. */
    public void report() {
        long earliest = Long.MIN_VALUE;
        long worst = 0;
        int inversions = 0;
        for (int sleeper : woken) {
            long inversion = earliest - (began[sleeper + 1] + lengths[sleeper]);
            if (earliest != Long.MIN_VALUE && inversion > 0) {
                inversions++;
                worst = Math.max(worst, inversion);
            }
            earliest = Math.max(earliest, began[sleeper] + lengths[sleeper]);
        }
        Rounds.remark(String.format(
                Locale.ROOT,
                "wake-up order: %s; the latest woke %.0f µs after its deadline",
                inversions == 0
                        ? "exact"
                        : String.format(
                                Locale.ROOT,
                                "%d of %d out of order by up to %.0f µs",
                                inversions,
                                woken.length,
                                worst / NANOS_PER_MICRO),
                latest / NANOS_PER_MICRO));
    }
}
