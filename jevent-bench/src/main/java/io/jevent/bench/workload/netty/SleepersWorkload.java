// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.netty;

import io.jevent.bench.workload.Lengths;
import io.jevent.bench.workload.ProcessorTime;
import io.jevent.bench.workload.WakeOrder;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Timers of an event loop that expire: its sleepers are callbacks, without a stack that would have to be kept. */
public final class SleepersWorkload {

    private SleepersWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        InLoop.serve(args, SleepersWorkload::round);
    }

    private static double round(EventLoop loop, int count) throws InterruptedException, ExecutionException {
        var order = new WakeOrder(Lengths.seconds(count, 2, 1));
        var allAwake = new CompletableFuture<Long>();
        long begin = ProcessorTime.nanos();
        loop.execute(() -> {
            for (int i = 0; i < count; i++) {
                startSleeper(loop, order, allAwake);
            }
        });
        long end = allAwake.get();
        order.report();
        return (double) (end - begin) / count;
    }

    private static void startSleeper(EventLoop loop, WakeOrder order, CompletableFuture<Long> allAwake) {
        int sleeper = order.sleeps();
        Runnable wake = () -> {
            if (order.woke(sleeper)) {
                allAwake.complete(ProcessorTime.nanos());
            }
        };
        var _ = loop.schedule(wake, order.length(sleeper), TimeUnit.NANOSECONDS);
    }
}
