// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.logging;

import io.jevent.internal.carrier.ServiceThread;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/*
 * A report about code that blocks a hub must not wait for a lock that this code may hold, and a logger may take such a lock.
 * So the reporter hands the line to this thread and waits for a limited time. If the logger does not return by then, the
 * reporter writes the line itself; it may appear twice, but is never lost. While the logger is stuck with a line for which
 * its reporter no longer waits, further lines are refused at once.
 * Invariant: the methods that a reporter calls take no lock and, after the constructor, load no class.
 */
/** A thread that calls loggers for reporters which must not wait for a lock. */
final class LogThread {

    private static final long RETRY_NANOS = 1_000_000;

    private final long patience;
    private final AtomicReference<@Nullable Line> slot = new AtomicReference<>();
    private final ServiceThread thread = new ServiceThread(this::run, "jevent-log");

    /** A line, the thread that waits until it is written, and how that went. */
    private static final class Line {
        final @Nullable Runnable write;
        final Thread reporter = Thread.currentThread();
        volatile boolean done;
        volatile boolean failed;
        volatile boolean overdue;

        Line(@Nullable Runnable write) {
            this.write = write;
        }
    }

    /** Starts the thread; {@code patience} is the longest time in nanoseconds that a reporter waits. */
    LogThread(long patience) {
        this.patience = patience;
        thread.start();
        boolean _ = call(null); // loads all that a later call needs
    }

    /** Has {@code write} called on the thread; false if it failed or has not returned in time. */
    boolean call(@Nullable Runnable write) {
        var line = new Line(write);
        long start = System.nanoTime();
        while (!slot.compareAndSet(null, line)) {
            Line other = slot.get();
            if (System.nanoTime() - start >= patience || (other != null && other.overdue)) {
                return false;
            }
            LockSupport.parkNanos(this, RETRY_NANOS);
        }
        LockSupport.unpark(thread);
        while (!line.done) {
            long left = patience - (System.nanoTime() - start);
            if (left <= 0) {
                line.overdue = true;
                return false;
            }
            LockSupport.parkNanos(this, left);
        }
        return !line.failed;
    }

    private void run() {
        while (true) {
            Line line = slot.get();
            if (line == null) {
                LockSupport.park(this);
                continue;
            }
            write(line);
            line.done = true;
            slot.set(null);
            LockSupport.unpark(line.reporter);
        }
    }

    private void write(Line line) {
        if (line.write == null) {
            return;
        }
        thread.runsForeignCode(true);
        try {
            line.write.run();
        } catch (Throwable t) { // an Error of a logger must not end the thread
            line.failed = true;
        } finally {
            thread.runsForeignCode(false);
        }
    }
}
