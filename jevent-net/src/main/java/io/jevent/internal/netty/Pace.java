// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Enforces a minimum data rate of a peer, with a budget of time. The budget shrinks while this end waits for the peer
 * and grows with each byte that the peer sends or reads, up to a limit. So a connection whose peer stops ends after the
 * limit at the latest, and one whose peer is slower than the minimum rate ends when its budget is used up.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
public final class Pace {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Rule rule;
    private long left;

    /** The time waited since the last byte, in nanoseconds. */
    private long silence;

    /**
     * A minimum rate.
     *
     * @param bytesPerSecond the number of bytes that add one second; 0 for no minimum: then any byte restores the whole
     *     limit
     * @param graceNanos the initial budget, in nanoseconds
     * @param mostNanos the limit, in nanoseconds; {@link Long#MAX_VALUE} for none
     */
    public record Rule(long bytesPerSecond, long graceNanos, long mostNanos) {

        /**
         * Starts to measure a peer.
         *
         * @return the budget of the peer
         */
        public Pace begin() {
            return new Pace(this);
        }

        long grace() {
            return bytesPerSecond == 0 ? mostNanos : Math.min(graceNanos, mostNanos);
        }
    }

    private Pace(Rule rule) {
        this.rule = rule;
        left = rule.grace();
    }

    Rule rule() {
        return rule;
    }

    /**
     * Returns the remaining budget.
     *
     * @return nanoseconds; {@link Long#MAX_VALUE} without a limit
     */
    public long left() {
        return left;
    }

    /**
     * Counts time that this end waited.
     *
     * @param nanos the time, in nanoseconds
     */
    public void waited(long nanos) {
        silence += nanos;
        if (left != Long.MAX_VALUE) {
            left = Math.max(0, left - nanos);
        }
    }

    /**
     * Counts bytes that the peer sent or read.
     *
     * @param bytes the number of bytes
     */
    public void moved(long bytes) {
        if (bytes <= 0) {
            return;
        }
        silence = 0;
        long most = rule.mostNanos();
        boolean full = rule.bytesPerSecond() == 0 || bytes >= rule.bytesPerSecond() * (most / SECOND + 1);
        left = full ? most : Math.min(most, left + bytes * SECOND / rule.bytesPerSecond());
    }

    /**
     * Describes the failure of a peer whose budget is used up.
     *
     * @param verb what the peer should have done, for example "read"
     * @return a text such as "read nothing for PT30S"
     */
    public String failure(String verb) {
        return silence >= rule.mostNanos()
                ? verb + " nothing for " + Duration.ofNanos(rule.mostNanos())
                : verb + " fewer than " + rule.bytesPerSecond() + " bytes per second";
    }
}
