// SPDX-License-Identifier: Apache-2.0
package io.jevent.lock;

import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Durations;
import io.jevent.hub.Mutex;
import io.jevent.hub.ObjectIds;
import io.jevent.hub.WaitList;
import io.jevent.hub.WaitTarget;
import io.jevent.hub.Waiter;
import java.time.Duration;
import java.util.Date;
import java.util.concurrent.TimeUnit;

/**
 * Lets owners of an {@link RLock} wait, without the lock, for others to say that something may have changed.
 *
 * <pre>{@code
 * lock.lock();
 * try {
 *     while (!ready) {
 *         condition.await();
 *     }
 * } finally {
 *     lock.unlock();
 * }
 * }</pre>
 *
 * <p>Waiters are woken in the order in which they began to wait, and only by a signal. Every wait owns the lock again
 * when it ends, also when a kill or a timeout ends it: those that come while it waits for the lock are raised at the
 * greenlet's next switch point.
 *
 * <p><b>Confinement:</b> thread-safe: owners of the lock may use it.
 *
 * @gevent {@code threading.Condition} after {@code monkey.patch_all()}
 * @since 0.1
 */
public final class Condition implements java.util.concurrent.locks.Condition, WaitTarget {

    private final RLock lock;
    private final Mutex mutex;
    private final WaitList waiters;

    Condition(RLock lock, Mutex mutex) {
        this.lock = lock;
        this.mutex = mutex;
        this.waiters = new WaitList(mutex);
    }

    /**
     * Gives the lock away, waits until signalled, and takes the lock again.
     *
     * @throws IllegalMonitorStateException if the caller does not own the lock
     * @switches always
     */
    @Override
    public void await() {
        var _ = signalled(Long.MAX_VALUE);
    }

    /**
     * As {@link #await()}, waiting at most {@code timeout} for the signal.
     *
     * @param timeout the longest wait; zero returns at once and keeps the lock
     * @return whether it was signalled in time
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @throws IllegalMonitorStateException if the caller does not own the lock
     * @switches always, unless {@code timeout} is zero
     */
    public boolean await(Duration timeout) {
        return signalled(Durations.nanos(timeout, "timeout"));
    }

    /**
     * As {@link #await(Duration)}; a time that is negative counts as zero.
     *
     * @param time the longest wait
     * @param unit its unit
     * @return whether it was signalled in time
     * @switches always, unless {@code time} is not positive
     */
    @Override
    public boolean await(long time, TimeUnit unit) {
        return signalled(unit.toNanos(time));
    }

    /**
     * As {@link #await(Duration)}.
     *
     * @param nanosTimeout the longest wait in nanoseconds
     * @return how many of them are left; not positive if it was not signalled in time
     * @switches always, unless {@code nanosTimeout} is not positive
     */
    @Override
    public long awaitNanos(long nanosTimeout) {
        long start = CurrentGreenlet.now();
        return signalled(nanosTimeout)
                ? Math.max(1, nanosTimeout - (CurrentGreenlet.now() - start))
                : Math.min(0, nanosTimeout);
    }

    /**
     * As {@link #await(Duration)}, with a time of the system's clock.
     *
     * @param deadline when to stop waiting
     * @return whether it was signalled in time
     * @switches always, unless {@code deadline} has passed
     */
    @Override
    public boolean awaitUntil(Date deadline) {
        return signalled(Durations.until(deadline.toInstant()));
    }

    /**
     * As {@link #await()}, but a kill or a timeout does not end the wait: it is raised at the next switch point.
     *
     * @switches always
     */
    @Override
    public void awaitUninterruptibly() {
        if (CurrentGreenlet.get() == null) {
            ignoringInterrupts();
            return;
        }
        CurrentGreenlet.enterShield();
        try {
            var _ = signalled(Long.MAX_VALUE);
        } finally {
            CurrentGreenlet.exitShield();
        }
    }

    /** For a virtual thread that is not a greenlet: to it an interrupt is a spurious wake-up. */
    private void ignoringInterrupts() {
        try {
            var _ = signalled(Long.MAX_VALUE);
        } catch (GreenletExit e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits without the lock; whether a signal ended the wait. */
    private boolean signalled(long nanos) {
        lock.requireOwner("wait on a condition of");
        return nanos > 0 && lock.awaitUnlocked(this, waiters, nanos);
    }

    /**
     * Wakes the one that has waited longest, if any waits; it goes on when it has the lock.
     *
     * @throws IllegalMonitorStateException if the caller does not own the lock
     * @switches never
     * @gevent {@code notify()}
     */
    @Override
    public void signal() {
        lock.requireOwner("signal a condition of");
        Waiter first;
        mutex.lock();
        try {
            first = waiters.poll();
        } finally {
            mutex.unlock();
        }
        if (first != null) {
            WaitList.wake(first, null);
        }
    }

    /**
     * Wakes all waiters; they continue one after the other as they get the lock.
     *
     * @throws IllegalMonitorStateException if the caller does not own the lock
     * @switches never
     * @gevent {@code notify_all()}
     */
    @Override
    public void signalAll() {
        lock.requireOwner("signal a condition of");
        Waiter chain;
        mutex.lock();
        try {
            chain = waiters.drain();
        } finally {
            mutex.unlock();
        }
        WaitList.wakeAll(chain, null);
    }

    @Override
    public String wokenBy() {
        return "a signal()";
    }

    @Override
    public String toString() {
        return "Condition@" + ObjectIds.of(this) + " of " + lock;
    }
}
