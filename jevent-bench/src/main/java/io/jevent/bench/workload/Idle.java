// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload;

/** The idle greenlets, or virtual threads, of the row {@code gc}. */
public final class Idle {

    /** How many there are. */
    public static final int NUMBER = 100_000;

    private Idle() {}
}
