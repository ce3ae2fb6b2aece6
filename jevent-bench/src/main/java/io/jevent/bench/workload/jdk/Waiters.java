// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.jdk;

import java.util.concurrent.CountDownLatch;

/** Virtual threads that wait on one latch. */
final class Waiters {

    private final CountDownLatch opened = new CountDownLatch(1);
    private final Thread[] threads;
    private final CountDownLatch begun;

    Waiters(int count) {
        this.threads = new Thread[count];
        this.begun = new CountDownLatch(count);
    }

    /** Starts the threads; returns when all of them have run up to their wait. */
    void start() throws InterruptedException {
        for (int i = 0; i < threads.length; i++) {
            threads[i] = Thread.startVirtualThread(this::await);
        }
        begun.await();
    }

    /** Lets the threads go on; returns when all have ended. */
    void finish() throws InterruptedException {
        opened.countDown();
        for (var thread : threads) {
            thread.join();
        }
    }

    private void await() {
        begun.countDown();
        try {
            opened.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the bench", e);
        }
    }
}
