// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Notes the edges of one run: which participant runs after which, how often each has run (in powers of two), and the
 * kind of object whose wait has ended. So a run is new that gets one participant further, relative to another, than any
 * run before.
 */
final class Edges {

    private final Coverage coverage;
    private int[] runs = new int[16];
    private int last = -1;
    private int discovered;

    Edges(Coverage coverage) {
        this.coverage = coverage;
    }

    /** A participant runs. */
    void ran(int participant, @Nullable Object operation) {
        int number = participant + 2; // calls of the hub have negative numbers
        if (number >= runs.length) {
            runs = Arrays.copyOf(runs, Math.max(number + 1, runs.length * 2));
        }
        int kind = operation == null ? 0 : operation.getClass().getName().hashCode();
        long edge = place(number) * 0x9E3779B97F4A7C15L + place(last) + kind * 0xBF58476D1CE4E5B9L;
        edge = (edge ^ (edge >>> 29)) * 0x94D049BB133111EBL;
        if (coverage.add(edge ^ (edge >>> 32))) {
            discovered++;
        }
        runs[number]++;
        last = number;
    }

    /** A participant and how far it has come. */
    private long place(int number) {
        if (number < 0) {
            return 0;
        }
        return number * 64L + 32 - Integer.numberOfLeadingZeros(runs[number]) + 1;
    }

    /** How many edges no run before had. */
    int discovered() {
        return discovered;
    }
}
