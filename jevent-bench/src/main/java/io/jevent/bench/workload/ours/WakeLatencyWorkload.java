// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.Jevent;
import io.jevent.bench.workload.Pings;
import io.jevent.bench.workload.Rounds;
import io.jevent.hub.Hub;
import io.jevent.queue.Queue;

/** A platform thread wakes an idle hub through a queue on which a greenlet waits. */
public final class WakeLatencyWorkload {

    private WakeLatencyWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Rounds.serve(args, messages -> Jevent.run(() -> round(messages)));
    }

    private static double round(int messages) throws InterruptedException {
        var hub = Hub.current();
        hub.retain();
        var queue = new Queue<Long>();
        var pings = new Pings(messages);
        var sender = new Thread(() -> send(pings, queue));
        sender.start();
        boolean last;
        do {
            last = pings.receive(queue.get());
        } while (!last);
        hub.release();
        sender.join();
        return pings.median();
    }

    private static void send(Pings pings, Queue<Long> queue) {
        try {
            pings.send(queue::put);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the bench", e);
        }
    }
}
