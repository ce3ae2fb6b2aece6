// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The time for which a peer may still keep this end waiting. It shrinks while this end waits and grows with each byte
 * that the peer moves, up to a limit. So a peer that stops is given up after the limit at the latest, and one that is
 * slower than the minimum rate when it has used up what it had earned.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
public final class Pace {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Rule rule;
    private long left;

    /** The time waited since the last byte. */
    private long silence;

    /**
     * A minimum rate.
     *
     * @param bytesPerSecond the bytes that earn a second; 0 for no minimum: then any byte earns the whole limit
     * @param graceNanos the time at the beginning
     * @param mostNanos the limit, in nanoseconds; {@link Long#MAX_VALUE} for none
     */
    public record Rule(long bytesPerSecond, long graceNanos, long mostNanos) {

        /**
         * Starts to measure a peer.
         *
         * @return its time
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
     * Returns the time that is left.
     *
     * @return nanoseconds; {@link Long#MAX_VALUE} without a limit
     */
    public long left() {
        return left;
    }

    /**
     * Counts time that this end waited.
     *
     * @param nanos the time
     */
    public void waited(long nanos) {
        silence += nanos;
        if (left != Long.MAX_VALUE) {
            left = Math.max(0, left - nanos);
        }
    }

    /**
     * Counts bytes that the peer moved.
     *
     * @param bytes the number of them
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
     * Describes the failure of a peer whose time is up.
     *
     * @param verb what it should have done: "read", for example
     * @return a text such as "read nothing for PT30S"
     */
    public String failure(String verb) {
        return silence >= rule.mostNanos()
                ? verb + " nothing for " + Duration.ofNanos(rule.mostNanos())
                : verb + " fewer than " + rule.bytesPerSecond() + " bytes per second";
    }
}
