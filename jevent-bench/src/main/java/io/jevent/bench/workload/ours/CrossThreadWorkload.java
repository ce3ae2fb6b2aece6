// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.Jevent;
import io.jevent.bench.workload.Rounds;
import io.jevent.hub.Hub;
import io.jevent.queue.Queue;
import java.util.function.UnaryOperator;

/** A platform thread fills a queue that a greenlet empties. */
public final class CrossThreadWorkload {

    private static final String MESSAGE = "message";

    private CrossThreadWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Rounds.serve(args, messages -> Jevent.run(() -> round(messages, sender -> sender)));
    }

    /** Receives the messages of a thread; {@code start} wraps what the thread does. */
    static double round(int messages, UnaryOperator<Runnable> start) throws InterruptedException {
        var hub = Hub.current();
        hub.retain();
        var queue = new Queue<String>();
        var sender = new Thread(start.apply(() -> send(queue, messages)));
        long begin = System.nanoTime();
        sender.start();
        for (int i = 0; i < messages; i++) {
            queue.get();
        }
        long end = System.nanoTime();
        hub.release();
        sender.join();
        return (double) (end - begin) / messages;
    }

    private static void send(Queue<String> queue, int messages) {
        for (int i = 0; i < messages; i++) {
            queue.put(MESSAGE);
        }
    }
}
