// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.jdk;

import io.jevent.bench.workload.Heap;

/** The heap that parked virtual threads take. */
public final class ParkedBytesWorkload {

    private ParkedBytesWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        InVirtualThread.serve(args, ParkedBytesWorkload::round);
    }

    private static double round(int count) throws InterruptedException {
        long before = Heap.used();
        var waiters = new Waiters(count);
        waiters.start();
        long after = Heap.used();
        waiters.finish();
        return (double) (after - before) / count;
    }
}
