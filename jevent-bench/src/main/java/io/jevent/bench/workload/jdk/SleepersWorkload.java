// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.jdk;

import io.jevent.bench.workload.Lengths;
import io.jevent.bench.workload.ProcessorTime;
import io.jevent.bench.workload.WakeOrder;
import java.time.Duration;

/** Virtual threads that sleep for random lengths; one carrier, so that one at a time notes its waking. */
public final class SleepersWorkload {

    private SleepersWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        InVirtualThread.serve(args, SleepersWorkload::round);
    }

    private static double round(int count) throws InterruptedException {
        var order = new WakeOrder(Lengths.seconds(count, 2, 1));
        var threads = new Thread[count];
        long begin = ProcessorTime.nanos();
        for (int i = 0; i < count; i++) {
            threads[i] = Thread.startVirtualThread(() -> sleep(order));
        }
        for (var thread : threads) {
            thread.join();
        }
        long end = ProcessorTime.nanos();
        order.report();
        return (double) (end - begin) / count;
    }

    private static void sleep(WakeOrder order) {
        int sleeper = order.sleeps();
        try {
            Thread.sleep(Duration.ofNanos(order.length(sleeper)));
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the bench", e);
        }
        order.woke(sleeper);
    }
}
