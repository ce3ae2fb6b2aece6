// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.jdk;

import io.jevent.bench.workload.Lengths;
import io.jevent.bench.workload.Rounds;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Timers of a {@link ForkJoinPool}, which is what wakes the virtual threads that sleep. */
public final class TimersWorkload {

    private TimersWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        try (var pool = new ForkJoinPool(1)) {
            Rounds.serve(args, count -> round(pool, count));
        }
    }

    private static double round(ForkJoinPool pool, int count) throws InterruptedException {
        var lengths = Lengths.seconds(count, 60, 60);
        var timers = new Future<?>[count];
        Runnable action = () -> {};
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            timers[i] = pool.schedule(action, lengths[i], TimeUnit.NANOSECONDS);
        }
        for (var timer : timers) {
            timer.cancel(false);
        }
        while (pool.getDelayedTaskCount() > 0) {
            Thread.sleep(1);
        }
        return (double) (System.nanoTime() - begin) / count;
    }
}
