// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.continuation;

import io.jevent.bench.workload.Heap;
import io.jevent.bench.workload.Rounds;

/** The heap that parked continuations take. */
public final class ParkedBytesWorkload {

    private ParkedBytesWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Rounds.serve(args, ParkedBytesWorkload::round);
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
