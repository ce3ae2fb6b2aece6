// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the reports that a stranger can cause to ten at once and then one a second, and counts those left out.
 *
 * <p><b>Confinement:</b> thread-safe.
 */
public final class ReportLimit {

    /** The reports that can be made at once. */
    private static final int BURST = 10;

    /** The time after which a further one can be made. */
    private static final long INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

    /** The time at which all of the burst is available again. */
    private final AtomicLong fullAt;

    private final AtomicLong leftOut = new AtomicLong();

    /**
     * Makes a limit with the whole burst available.
     *
     * @param now the time, in nanoseconds from any origin
     */
    public ReportLimit(long now) {
        fullAt = new AtomicLong(now);
    }

    /**
     * Takes one report of the burst, or counts it as left out.
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
     * Returns how many reports were left out, and counts anew.
     *
     * @return the number since the last call
     */
    public long takeLeftOut() {
        return leftOut.getAndSet(0);
    }
}
