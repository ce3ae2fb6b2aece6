// SPDX-License-Identifier: Apache-2.0
package io.jevent.threadpool;

import io.jevent.hub.Hub;
import io.jevent.internal.carrier.ServiceThread;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One thread of a pool. */
final class Worker implements Runnable {

    private static final ThreadLocal<@Nullable Workers> CURRENT = new ThreadLocal<>();

    private final Workers workers;
    private final ServiceThread thread;
    private final Semaphore given = new Semaphore(0);

    /** The next task, null to end; handed over by {@link #given}. */
    private volatile @Nullable ThreadTask<?> task;

    Worker(Workers workers, ThreadTask<?> first, String name) {
        this.workers = workers;
        this.task = first;
        this.thread = new ServiceThread(this, name);
    }

    static boolean isCurrentOf(Workers workers) {
        return !Thread.currentThread().isVirtual() && CURRENT.get() == workers;
    }

    void start() {
        thread.start();
    }

    /** Gives an idle worker, which was taken out of the idle ones for it, something to do; null to end. */
    void give(@Nullable ThreadTask<?> next) {
        task = next;
        given.release();
    }

    @Override
    public void run() {
        CURRENT.set(workers);
        try {
            ThreadTask<?> next = task;
            task = null;
            while (next != null) {
                thread.runsForeignCode(true);
                next.run();
                thread.runsForeignCode(false);
                Object then = workers.done(this, next);
                next = then == this ? awaitTask() : (ThreadTask<?>) then;
            }
        } finally {
            closeHub();
        }
    }

    private @Nullable ThreadTask<?> awaitTask() {
        boolean isGiven = false;
        try {
            isGiven = given.tryAcquire(workers.idleNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // somebody who has nothing to do with this pool interrupts its threads: treat it as the end of the time
        }
        if (!isGiven) {
            if (workers.leave(this)) {
                return null;
            }
            given.acquireUninterruptibly();
        }
        ThreadTask<?> next = task;
        task = null;
        return next;
    }

    /** The work may have used jevent, and so have made a hub of this thread. */
    private static void closeHub() {
        Hub hub = Hub.ifCurrent();
        if (hub != null) {
            hub.close(Duration.ZERO);
        }
    }
}
