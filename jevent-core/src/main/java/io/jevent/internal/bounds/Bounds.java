// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.bounds;

/** Bounds of numbers that callers pass. */
public final class Bounds {

    private Bounds() {}

    /**
     * Returns a number that must be positive.
     *
     * @param value the number
     * @param name the name of the argument, for the message
     * @return the number
     * @throws IllegalArgumentException if it is less than 1
     */
    public static int atLeastOne(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1: " + value);
        }
        return value;
    }
}
