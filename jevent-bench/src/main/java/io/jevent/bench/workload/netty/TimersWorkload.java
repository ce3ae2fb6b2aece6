// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.netty;

import io.jevent.bench.workload.Lengths;
import io.netty.channel.EventLoop;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Timers of an event loop, started and cancelled inside it. */
public final class TimersWorkload {

    private TimersWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        InLoop.serve(args, TimersWorkload::round);
    }

    private static double round(EventLoop loop, int count) throws InterruptedException, ExecutionException {
        var lengths = Lengths.seconds(count, 60, 60);
        return loop.submit(() -> startAndCancel(loop, lengths)).get();
    }

    private static double startAndCancel(EventLoop loop, long[] lengths) {
        var timers = new Future<?>[lengths.length];
        Runnable action = () -> {};
        long begin = System.nanoTime();
        for (int i = 0; i < lengths.length; i++) {
            timers[i] = loop.schedule(action, lengths[i], TimeUnit.NANOSECONDS);
        }
        for (var timer : timers) {
            timer.cancel(false);
        }
        return (double) (System.nanoTime() - begin) / lengths.length;
    }
}
