// SPDX-License-Identifier: Apache-2.0
package org.example.foreign;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Starts threads as any library does. */
public final class Workers {

    private Workers() {}

    /** A thread of its own class. */
    public static class Worker extends Thread {
        /** Where it ran. */
        public volatile Thread seen = this;

        public Worker(String name) {
            super(name);
        }

        @Override
        public void run() {
            seen = Thread.currentThread();
        }
    }

    /** Whether a thread of a class of its own runs in a virtual thread. */
    public static boolean subclassIsVirtual() throws InterruptedException {
        var worker = new Worker("mine");
        worker.start();
        worker.join();
        return worker.seen.isVirtual();
    }

    public static Thread thread(Runnable body, String name) {
        return new Thread(body, name);
    }

    public static void join(Thread thread) throws InterruptedException {
        thread.join();
    }

    public static boolean join(Thread thread, long millis) throws InterruptedException {
        thread.join(millis);
        return !thread.isAlive();
    }

    public static boolean isAlive(Thread thread) {
        return thread.isAlive();
    }

    public static ExecutorService pool(int threads) {
        return Executors.newFixedThreadPool(threads);
    }

    public static ScheduledExecutorService scheduler() {
        return Executors.newSingleThreadScheduledExecutor();
    }
}
