// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the reports that a remote attacker can cause (a token bucket): ten at once and then one per second. Counts the
 * suppressed ones.
 *
 * <p><b>Confinement:</b> thread-safe.
 */
public final class ReportLimit {

    /** The number of reports that can be made at once. */
    private static final int BURST = 10;

    /** The time after which one further report can be made. */
    private static final long INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

    /** The time at which the whole burst is available again. */
    private final AtomicLong fullAt;

    private final AtomicLong leftOut = new AtomicLong();

    /**
     * Creates a limit with the whole burst available.
     *
     * @param now the time, in nanoseconds from any origin
     */
    public ReportLimit(long now) {
        fullAt = new AtomicLong(now);
    }

    /**
     * Takes one report from the bucket, or counts it as suppressed.
     *
     * @param now the time, from the same origin
     * @return whether the report may be made
     */
    public boolean permits(long now) {
        while (true) {
            long full = fullAt.get();
            long next = Math.max(full - now, 0) + INTERVAL_NANOS;
            if (next > BURST * INTERVAL_NANOS) {
                leftOut.getAndIncrement();
                return false;
            }
            if (fullAt.compareAndSet(full, now + next)) {
                return true;
            }
        }
    }

    /**
     * Returns the number of suppressed reports, and resets it.
     *
     * @return the number since the last call
     */
    public long takeLeftOut() {
        return leftOut.getAndSet(0);
    }
}
