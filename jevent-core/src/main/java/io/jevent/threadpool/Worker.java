// SPDX-License-Identifier: Apache-2.0
package io.jevent.threadpool;

import io.jevent.hub.Hub;
import io.jevent.hub.RawGreenlet;
import io.jevent.internal.carrier.ServiceThread;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One thread of a pool. */
final class Worker implements Runnable {

    private static final ThreadLocal<@Nullable Workers> CURRENT = new ThreadLocal<>();

    private final Workers workers;

    /** The thread of the worker; in a closed world a greenlet takes its place, whose time is the hub's. */
    private final @Nullable ServiceThread thread;

    private final String name;
    private final Semaphore given = new Semaphore(0);

    /** The next task, null to end; handed over by {@link #given}. */
    private volatile @Nullable ThreadTask<?> task;

    Worker(Workers workers, ThreadTask<?> first, String name) {
        this.workers = workers;
        this.task = first;
        this.name = name;
        this.thread = isSimulated() ? null : new ServiceThread(this, name);
    }

    private static boolean isSimulated() {
        Hub hub = Hub.ifCurrent();
        return hub != null && hub.loop().isClosedWorld();
    }

    static boolean isCurrentOf(Workers workers) {
        return (!Thread.currentThread().isVirtual() || isSimulated()) && CURRENT.get() == workers;
    }

    void start() {
        if (thread == null) {
            var greenlet = new RawGreenlet(this);
            greenlet.setName(name);
            greenlet.start();
        } else {
            thread.start();
        }
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
                runs(true);
                next.run();
                runs(false);
                Object then = workers.done(this, next);
                next = then == this ? awaitTask() : (ThreadTask<?>) then;
            }
        } finally {
            if (thread != null) {
                closeHub();
            }
        }
    }

    private void runs(boolean foreignCode) {
        if (thread != null) {
            thread.runsForeignCode(foreignCode);
        }
    }

    private @Nullable ThreadTask<?> awaitTask() {
        boolean isGiven = false;
        try {
            // the limit is real time, so a simulated worker ends as soon as it is idle
            isGiven = thread != null && given.tryAcquire(workers.idleNanos(), TimeUnit.NANOSECONDS);
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
