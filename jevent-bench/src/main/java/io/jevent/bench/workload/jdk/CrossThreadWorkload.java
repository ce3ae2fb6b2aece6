// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.jdk;

import io.jevent.bench.workload.Rounds;
import java.util.concurrent.LinkedBlockingQueue;

/** A platform thread fills a {@link LinkedBlockingQueue} that a virtual thread empties. */
public final class CrossThreadWorkload {

    private static final String MESSAGE = "message";

    private CrossThreadWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Rounds.serve(args, CrossThreadWorkload::round);
    }

    private static double round(int messages) throws InterruptedException {
        var queue = new LinkedBlockingQueue<String>();
        var receiver = Thread.startVirtualThread(() -> receive(queue, messages));
        long begin = System.nanoTime();
        for (int i = 0; i < messages; i++) {
            queue.put(MESSAGE);
        }
        receiver.join();
        return (double) (System.nanoTime() - begin) / messages;
    }

    private static void receive(LinkedBlockingQueue<String> queue, int messages) {
        try {
            for (int i = 0; i < messages; i++) {
                queue.take();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the bench", e);
        }
    }
}
