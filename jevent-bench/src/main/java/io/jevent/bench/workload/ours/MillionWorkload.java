// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.Jevent;
import io.jevent.bench.workload.Rounds;

/** Many greenlets start, wait and finish. */
public final class MillionWorkload {

    private static final double NANOS_PER_SECOND = 1e9;

    private MillionWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Rounds.serve(args, count -> Jevent.run(() -> round(count)));
    }

    private static double round(int count) {
        long begin = System.nanoTime();
        var waiters = new Waiters(count);
        waiters.start();
        waiters.finish();
        return (System.nanoTime() - begin) / NANOS_PER_SECOND;
    }
}
