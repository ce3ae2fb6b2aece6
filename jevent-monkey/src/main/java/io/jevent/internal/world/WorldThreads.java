// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.world;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.exceptions.GreenletSignal;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Hub;
import io.jevent.hub.RawGreenlet;
import io.jevent.internal.access.HubAccess;
import java.util.IdentityHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The platform threads that a program starts in a closed world. Each is a greenlet: its {@code run} is called on the
 * virtual thread of the greenlet, its runner, and what is done to the thread is done to the runner.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
public final class WorldThreads {

    private static final HubAccess<Hub, RawGreenlet> HUBS = HubAccess.to(Hub.class, RawGreenlet.class);

    private final IdentityHashMap<Thread, Life> lives = new IdentityHashMap<>();
    private final IdentityHashMap<Thread, Thread> threadsOfRunners = new IdentityHashMap<>();

    WorldThreads() {}

    /** A thread that was started. */
    private final class Life {
        private final Thread thread;
        private @Nullable Thread runner;
        private boolean interrupted;
        private boolean unparked;
        private boolean over;

        Life(Thread thread) {
            this.thread = thread;
            this.interrupted = thread.isInterrupted();
        }

        @SuppressWarnings("DoNotCall") // in the greenlet that is the thread
        void run() {
            Thread current = Thread.currentThread();
            runner = current;
            threadsOfRunners.put(current, thread);
            current.setContextClassLoader(thread.getContextClassLoader());
            if (interrupted) {
                current.interrupt();
            }
            if (unparked) {
                LockSupport.unpark(current);
            }
            try {
                thread.run();
            } catch (Throwable t) {
                failed(t);
            } finally {
                end(current);
            }
        }

        private void failed(Throwable thrown) {
            Throwable cause = CurrentGreenlet.unwrapSignal(thrown);
            if (cause instanceof GreenletSignal signal) {
                throw signal;
            }
            Thread.UncaughtExceptionHandler handler = thread.getUncaughtExceptionHandler();
            if (handler.getClass() != ThreadGroup.class || Thread.getDefaultUncaughtExceptionHandler() != null) {
                handler.uncaughtException(thread, cause);
            } else {
                throw WorldThreads.<RuntimeException>raise(cause);
            }
        }

        /** Wakes those that have joined the thread, as the JVM does. */
        private void end(Thread current) {
            over = true;
            threadsOfRunners.remove(current);
            synchronized (thread) {
                thread.notifyAll();
            }
        }

        Thread.State state() {
            Thread current = runner;
            if (over) {
                return Thread.State.TERMINATED;
            }
            return current == null ? Thread.State.RUNNABLE : current.getState();
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // throws it as it is
    private static <T extends Throwable> T raise(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /**
     * Starts a thread as a greenlet.
     *
     * @param thread the thread
     * @throws IllegalThreadStateException if it was started before
     */
    public void start(Thread thread) {
        var life = new Life(thread);
        if (lives.putIfAbsent(thread, life) != null) {
            throw new IllegalThreadStateException(thread.getName() + " was started before");
        }
        Greenlet<?> greenlet = Jevent.spawn(life::run);
        greenlet.setName(thread.getName());
        HUBS.abandonAtClose(greenlet);
    }

    /**
     * Whether a thread was started here.
     *
     * @param thread the thread
     * @return true also after its end
     */
    public boolean has(Thread thread) {
        return lives.containsKey(thread);
    }

    /**
     * Interrupts a thread.
     *
     * @param thread the thread
     * @return false if it was not started here
     */
    public boolean interrupt(Thread thread) {
        Life life = lives.get(thread);
        if (life == null) {
            return false;
        }
        Thread runner = life.runner;
        if (runner == null) {
            life.interrupted = true;
        } else if (!life.over) {
            runner.interrupt();
        }
        return true;
    }

    /**
     * Tells whether a thread is interrupted.
     *
     * @param thread the thread
     * @return null if it was not started here
     */
    public @Nullable Boolean isInterrupted(Thread thread) {
        Life life = lives.get(thread);
        if (life == null) {
            return null;
        }
        Thread runner = life.runner;
        return runner == null ? life.interrupted : !life.over && runner.isInterrupted();
    }

    /**
     * Returns the state of a thread.
     *
     * @param thread the thread
     * @return null if it was not started here
     */
    public Thread.@Nullable State state(Thread thread) {
        Life life = lives.get(thread);
        return life == null ? null : life.state();
    }

    /**
     * Returns the thread to unpark, or to ask for its stack.
     *
     * @param thread any thread
     * @return its runner; null if it is to run yet or has ended; the thread itself if it was not started here
     */
    public @Nullable Thread runnerToUnpark(Thread thread) {
        Life life = lives.get(thread);
        if (life == null) {
            return thread;
        }
        life.unparked = true;
        return life.over ? null : life.runner;
    }

    /**
     * Returns the thread that a virtual thread runs.
     *
     * @param runner a virtual thread
     * @return the thread that the program has started, or the virtual thread itself
     */
    public Thread threadOf(Thread runner) {
        return threadsOfRunners.getOrDefault(runner, runner);
    }
}
