// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.linear;

/**
 * Bounds how much work a check may take. The bounds are counts and not times, so the verdict is the same on each
 * machine and in each replay.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @param steps how often the model is asked at most; a million take some tenths of a second with the models of
 *     {@link Models}
 * @param bytes how much memory the search remembers at most, without the states of the model
 * @since 0.1
 */
public record Effort(long steps, long bytes) {

    /** 20 million steps and 256 MB. */
    public static final Effort DEFAULT = new Effort(20_000_000, 256L << 20);

    /**
     * Bounds the work.
     *
     * @param steps how often the model is asked at most, at least 1
     * @param bytes how much memory the search remembers at most, at least 1
     * @throws IllegalArgumentException if one is less than 1
     */
    public Effort {
        if (steps < 1 || bytes < 1) {
            throw new IllegalArgumentException("the bounds must be at least 1: " + steps + " and " + bytes);
        }
    }
}
