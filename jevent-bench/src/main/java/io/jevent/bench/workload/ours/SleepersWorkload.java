// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.bench.workload.Lengths;
import io.jevent.bench.workload.ProcessorTime;
import io.jevent.bench.workload.Rounds;
import io.jevent.bench.workload.WakeOrder;
import java.time.Duration;
import java.util.ArrayList;

/** Greenlets that sleep for random lengths. */
public final class SleepersWorkload {

    private SleepersWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Rounds.serve(args, count -> Jevent.run(() -> round(count)));
    }

    private static double round(int count) {
        var order = new WakeOrder(Lengths.seconds(count, 2, 1));
        Runnable body = () -> sleep(order);
        long begin = ProcessorTime.nanos();
        var greenlets = new ArrayList<Greenlet<?>>(count);
        for (int i = 0; i < count; i++) {
            greenlets.add(Jevent.spawn(body));
        }
        Jevent.joinAll(greenlets);
        long end = ProcessorTime.nanos();
        order.report();
        return (double) (end - begin) / count;
    }

    private static void sleep(WakeOrder order) {
        int sleeper = order.sleeps();
        Jevent.sleep(Duration.ofNanos(order.length(sleeper)));
        order.woke(sleeper);
    }
}
