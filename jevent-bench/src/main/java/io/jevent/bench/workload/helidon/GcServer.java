// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.helidon;

import io.jevent.bench.workload.Idle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The server of {@link LatencyServer} beside many idle virtual threads. */
public final class GcServer {

    private static final List<Thread> THREADS = new ArrayList<>();

    private GcServer() {}

    /** Serves until the input ends; the argument is the number of processors. */
    public static void main(String[] args) {
        var never = new CountDownLatch(1);
        for (int i = 0; i < Idle.NUMBER; i++) {
            THREADS.add(Thread.startVirtualThread(() -> await(never)));
        }
        LatencyServer.main(args);
    }

    private static void await(CountDownLatch never) {
        try {
            never.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the bench", e);
        }
    }
}
