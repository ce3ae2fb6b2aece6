// SPDX-License-Identifier: Apache-2.0
package org.example.foreign;

import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;

/** Uses threads and monitors as programs do. */
@SuppressWarnings("WaitNotInLoop") // nothing is waited for but the time
public final class SimulatedWork {

    private SimulatedWork() {}

    private static void check(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }

    /**
     * Starts, interrupts, unparks and joins a thread.
     *
     * @throws InterruptedException if the caller is interrupted
     */
    public static void checkThreadsOfASimulation() throws InterruptedException {
        var seen = new AtomicReference<Thread>();
        var interrupted = new AtomicReference<Boolean>();
        var thread = new Thread(() -> {
            seen.set(Thread.currentThread());
            LockSupport.park();
            while (!Thread.currentThread().isInterrupted()) {
                LockSupport.park();
            }
            interrupted.set(Thread.interrupted());
        });
        check(thread.getName().equals("Thread-0"), thread.getName());
        check(thread.threadId() == 1 && thread.toString().startsWith("Thread[#1,Thread-0"), thread.toString());
        check(thread.getState() == Thread.State.NEW && !thread.isAlive(), "new");
        thread.start();
        check(thread.isAlive() && thread.getState() == Thread.State.RUNNABLE, "started");
        Thread.yield();
        check(seen.get() == thread, "its own object");
        check(thread.getState() == Thread.State.WAITING, thread.getState().toString());
        LockSupport.unpark(thread);
        check(!thread.join(java.time.Duration.ofHours(1)), "waits still");
        thread.interrupt();
        thread.join();
        check(interrupted.get(), "interrupted");
        check(!thread.isAlive() && thread.getState() == Thread.State.TERMINATED, "ended");
    }

    /**
     * Has threads compete for a monitor.
     *
     * @param count how many
     * @return who got it, in order
     * @throws InterruptedException if the caller is interrupted
     */
    public static String enterMonitorInTurns(int count) throws InterruptedException {
        var monitor = new Object();
        var order = new StringBuilder();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            Thread thread = new Thread(() -> {
                for (int round = 0; round < 3; round++) {
                    synchronized (monitor) {
                        Thread.yield();
                        order.append(number);
                        monitor.notifyAll();
                        waitIn(monitor);
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return order.toString();
    }

    private static void waitIn(Object monitor) {
        try {
            monitor.wait(10);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Waits for ever.
     *
     * @throws InterruptedException if the caller is interrupted
     */
    public static void waitWithoutNotification() throws InterruptedException {
        var monitor = new Object();
        synchronized (monitor) {
            monitor.wait();
        }
    }

    /** {@return the name of the thread that runs this} */
    public static String nameOfTheThread() {
        return Thread.currentThread().getName();
    }

    /** Has a timer do something later. */
    public static void schedule(Timer timer) {
        timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {}
                },
                1000);
    }

    /** Cannot leave its thread while it waits. */
    @Tag("realtime")
    public static final class SleepsWhenItIsInitialized {

        static {
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private SleepsWhenItIsInitialized() {}

        /** Initializes the class. */
        public static void touch() {}
    }
}
