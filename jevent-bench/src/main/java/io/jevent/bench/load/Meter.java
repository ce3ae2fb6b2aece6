// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.load;

import io.jevent.bench.workload.Rounds;
import java.util.Locale;

/** The time from its making to {@link #stop}: by the clock, and of the server's processor. */
final class Meter {

    private static final double NANOS = 1e9;

    /** Replaces a duration that is too short for the clock of the operating system. */
    private static final long TICK = 10_000_000;

    private final Server server;
    private final long processorBegin;
    private final long begin;
    private long processor;
    private long wall;

    Meter(Server server) {
        this.server = server;
        this.processorBegin = server.processorNanos();
        this.begin = System.nanoTime();
    }

    void stop() {
        wall = System.nanoTime() - begin;
        processor = Math.max(TICK, server.processorNanos() - processorBegin);
    }

    /** Prints the time for a number of operations, and returns their number per second of processor time. */
    double tell(long number, String what) {
        Rounds.remark(String.format(
                Locale.ROOT,
                "%,.0f %s/s by the clock; the server used %.0f %% of a processor",
                number / seconds(),
                what,
                100 * processorSeconds() / seconds()));
        return number / processorSeconds();
    }

    double seconds() {
        return wall / NANOS;
    }

    double processorSeconds() {
        return processor / NANOS;
    }
}
