// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.jdk;

import java.util.concurrent.LinkedBlockingQueue;

/** A virtual thread fills a {@link LinkedBlockingQueue} that another virtual thread empties, on two carriers. */
public final class CrossHubWorkload {

    private static final String MESSAGE = "message";

    private CrossHubWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        InVirtualThread.serve(args, CrossHubWorkload::round);
    }

    private static double round(int messages) throws InterruptedException {
        var queue = new LinkedBlockingQueue<String>();
        long begin = System.nanoTime();
        var sender = Thread.startVirtualThread(() -> send(queue, messages));
        for (int i = 0; i < messages; i++) {
            queue.take();
        }
        long end = System.nanoTime();
        sender.join();
        return (double) (end - begin) / messages;
    }

    private static void send(LinkedBlockingQueue<String> queue, int messages) {
        for (int i = 0; i < messages; i++) {
            boolean _ = queue.offer(MESSAGE);
        }
    }
}
