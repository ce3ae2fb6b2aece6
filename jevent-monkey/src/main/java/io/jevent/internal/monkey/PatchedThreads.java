// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.exceptions.GreenletSignal;
import io.jevent.exceptions.PinnedException;
import io.jevent.hub.CurrentGreenlet;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** Threads that were started by greenlets and are greenlets themselves. */
final class PatchedThreads {

    private static final Map<Thread, Life> LIVES = Collections.synchronizedMap(new WeakHashMap<>());

    private PatchedThreads() {}

    /** The state of a thread. */
    private static final class Life {
        private volatile @Nullable Greenlet<?> greenlet;
        private volatile @Nullable Thread runner;
        private volatile boolean interrupted;

        @SuppressWarnings("DoNotCall") // in the greenlet that is the thread
        void run(Thread thread) {
            Thread current = Thread.currentThread();
            runner = current;
            if (interrupted) {
                current.interrupt();
            }
            try {
                thread.run();
            } catch (Throwable t) {
                Throwable cause = CurrentGreenlet.unwrapSignal(t);
                if (cause instanceof GreenletSignal signal) {
                    throw signal;
                }
                thread.getUncaughtExceptionHandler().uncaughtException(thread, cause);
            } finally {
                runner = null;
            }
        }
    }

    /** Starts a thread as a greenlet, if a greenlet asks for it. */
    static boolean start(Thread thread) {
        if (!Greenlets.mayWait()) {
            return false;
        }
        var life = new Life();
        if (LIVES.putIfAbsent(thread, life) != null) {
            throw new IllegalThreadStateException(thread.getName() + " was started before");
        }
        Greenlet<?> greenlet = Jevent.spawn(() -> life.run(thread));
        greenlet.setName(thread.getName());
        life.greenlet = greenlet;
        return true;
    }

    static boolean interrupt(Thread thread) {
        Life life = LIVES.get(thread);
        if (life == null) {
            return false;
        }
        Thread runner = life.runner;
        if (runner != null) {
            runner.interrupt();
        } else {
            life.interrupted = true;
        }
        return true;
    }

    static Thread.@Nullable State state(Thread thread) {
        Life life = LIVES.get(thread);
        if (life == null) {
            return null;
        }
        Greenlet<?> greenlet = life.greenlet;
        Thread runner = life.runner;
        if (greenlet != null && greenlet.isDead()) {
            return Thread.State.TERMINATED;
        }
        return runner == null ? Thread.State.RUNNABLE : runner.getState();
    }

    /** Waits for a thread that is a greenlet; null if it is none. */
    static @Nullable Boolean join(Thread thread, Duration limit) {
        Life life = LIVES.get(thread);
        Greenlet<?> greenlet = life == null ? null : life.greenlet;
        if (greenlet == null) {
            return null;
        }
        if (Thread.interrupted()) {
            throw Sneaky.raise(new InterruptedException());
        }
        try {
            if (limit.isNegative() || limit.isZero()) {
                return greenlet.isDead();
            }
            return greenlet.join(limit);
        } catch (PinnedException e) {
            throw new IllegalStateException(
                    "cannot join " + thread.getName() + ": it is a greenlet of the hub that this would block", e);
        }
    }
}
