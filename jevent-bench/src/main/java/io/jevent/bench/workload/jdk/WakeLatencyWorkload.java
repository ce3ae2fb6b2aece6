// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.jdk;

import io.jevent.bench.workload.Pings;
import io.jevent.bench.workload.Rounds;
import java.util.concurrent.LinkedBlockingQueue;

/** A platform thread wakes an idle virtual thread through a {@link LinkedBlockingQueue}. */
public final class WakeLatencyWorkload {

    private WakeLatencyWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Rounds.serve(args, WakeLatencyWorkload::round);
    }

    private static double round(int messages) throws InterruptedException {
        var queue = new LinkedBlockingQueue<Long>();
        var pings = new Pings(messages);
        var receiver = Thread.startVirtualThread(() -> receive(queue, pings));
        pings.send(queue::add);
        receiver.join();
        return pings.median();
    }

    private static void receive(LinkedBlockingQueue<Long> queue, Pings pings) {
        try {
            boolean last;
            do {
                last = pings.receive(queue.take());
            } while (!last);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the bench", e);
        }
    }
}
