// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.Jevent;
import io.jevent.bench.workload.Heap;
import io.jevent.bench.workload.Rounds;

/** The heap that waiting greenlets take. */
public final class ParkedBytesWorkload {

    private ParkedBytesWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Rounds.serve(args, count -> Jevent.run(() -> round(count)));
    }

    private static double round(int count) {
        long before = Heap.used();
        var waiters = new Waiters(count);
        waiters.start();
        long after = Heap.used();
        waiters.finish();
        return (double) (after - before) / count;
    }
}
