// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import java.time.Duration;
import java.time.Instant;

/**
 * Lengths of time as the hub counts them.
 *
 * @audience SPI
 * @since 0.1
 */
public final class Durations {

    private Durations() {}

    /**
     * Turns a length of time into nanoseconds, saturating at {@link Long#MAX_VALUE}, which means for ever.
     *
     * @param duration the length
     * @param name what the caller calls it, for the message
     * @return nanoseconds, not negative
     * @throws IllegalArgumentException if {@code duration} is negative
     */
    public static long nanos(Duration duration, String name) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative: " + duration);
        }
        if (duration.toSeconds() >= Long.MAX_VALUE / 1_000_000_000L) {
            return Long.MAX_VALUE;
        }
        return duration.toNanos();
    }

    /**
     * Returns how long it is until a moment of the system's clock, which virtual time does not govern.
     *
     * @param moment the moment
     * @return nanoseconds; zero if the moment has passed
     */
    public static long until(Instant moment) {
        Duration left = Duration.between(Instant.now(), moment);
        return left.isNegative() ? 0 : nanos(left, "left");
    }
}
