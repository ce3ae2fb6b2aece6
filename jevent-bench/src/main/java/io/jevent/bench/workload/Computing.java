// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload;

/**
 * The computation of a handler that needs the processor: some 200 µs of arithmetic in which each step needs the last
 * one.
 */
public final class Computing {

    /** How many bytes a question has, and an answer. */
    public static final int SIZE = Long.BYTES;

    private static final int STEPS = 100_000;
    private static final long FACTOR = 6_364_136_223_846_793_005L;
    private static final int SHIFT = 29;

    private Computing() {}

    /** Returns the answer to a question. */
    public static long answer(long question) {
        long value = question + 1;
        for (int i = 0; i < STEPS; i++) {
            value = (value ^ value >>> SHIFT) * FACTOR;
        }
        return value;
    }
}
