// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.Jevent;
import io.jevent.bench.workload.Rounds;
import io.jevent.hub.Hub;
import io.jevent.queue.Queue;

/** A greenlet of one hub fills a queue that a greenlet of another hub empties. */
public final class CrossHubWorkload {

    private static final String MESSAGE = "message";

    private CrossHubWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Rounds.serve(args, messages -> Jevent.run(() -> round(messages)));
    }

    private static double round(int messages) throws InterruptedException {
        var hub = Hub.current();
        hub.retain();
        var queue = new Queue<String>();
        var other = new Thread(() -> Jevent.run(() -> send(queue, messages)));
        long begin = System.nanoTime();
        other.start();
        for (int i = 0; i < messages; i++) {
            queue.get();
        }
        long end = System.nanoTime();
        hub.release();
        other.join();
        return (double) (end - begin) / messages;
    }

    private static void send(Queue<String> queue, int messages) {
        for (int i = 0; i < messages; i++) {
            queue.put(MESSAGE);
        }
    }
}
