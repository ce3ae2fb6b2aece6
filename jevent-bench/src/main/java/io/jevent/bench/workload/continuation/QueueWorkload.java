// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.continuation;

import io.jevent.bench.workload.Rounds;

/** Two bare continuations that send a message back and forth over two queues. */
public final class QueueWorkload {

    private static final String MESSAGE = "message";

    private QueueWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Rounds.serve(args, QueueWorkload::round);
    }

    private static double round(int messages) {
        var loop = new RawLoop(2);
        var there = new RawQueue(loop);
        var back = new RawQueue(loop);
        loop.spawn(() -> pass(there, back, messages / 2));
        loop.spawn(() -> pass(back, there, messages / 2));
        there.put(MESSAGE);
        long begin = System.nanoTime();
        loop.run();
        return (double) (System.nanoTime() - begin) / messages;
    }

    private static void pass(RawQueue from, RawQueue to, int times) {
        for (int i = 0; i < times; i++) {
            to.put(from.get());
        }
    }
}
