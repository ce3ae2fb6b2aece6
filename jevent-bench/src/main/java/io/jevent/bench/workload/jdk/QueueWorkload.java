// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.jdk;

import java.util.concurrent.LinkedBlockingQueue;

/** Two virtual threads that send a message back and forth over two {@link LinkedBlockingQueue}s. */
public final class QueueWorkload {

    private static final String MESSAGE = "message";

    private QueueWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        InVirtualThread.serve(args, QueueWorkload::round);
    }

    private static double round(int messages) throws InterruptedException {
        var there = new LinkedBlockingQueue<String>();
        var back = new LinkedBlockingQueue<String>();
        long begin = System.nanoTime();
        var one = Thread.startVirtualThread(() -> pass(there, back, messages / 2));
        var other = Thread.startVirtualThread(() -> pass(back, there, messages / 2));
        there.put(MESSAGE);
        one.join();
        other.join();
        return (double) (System.nanoTime() - begin) / messages;
    }

    private static void pass(LinkedBlockingQueue<String> from, LinkedBlockingQueue<String> to, int times) {
        try {
            for (int i = 0; i < times; i++) {
                to.put(from.take());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the bench", e);
        }
    }
}
