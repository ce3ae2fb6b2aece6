// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.Jevent;
import io.jevent.bench.workload.Rounds;
import io.jevent.queue.Queue;
import java.util.List;

/** Two greenlets that send a message back and forth over two queues. */
public final class QueueWorkload {

    private static final String MESSAGE = "message";

    private QueueWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Rounds.serve(args, messages -> Jevent.run(() -> round(messages)));
    }

    private static double round(int messages) {
        var there = new Queue<String>();
        var back = new Queue<String>();
        long begin = System.nanoTime();
        var one = Jevent.spawn(() -> pass(there, back, messages / 2));
        var other = Jevent.spawn(() -> pass(back, there, messages / 2));
        there.put(MESSAGE);
        Jevent.joinAll(List.of(one, other));
        return (double) (System.nanoTime() - begin) / messages;
    }

    private static void pass(Queue<String> from, Queue<String> to, int times) {
        for (int i = 0; i < times; i++) {
            to.put(from.get());
        }
    }
}
