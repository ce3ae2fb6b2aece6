// SPDX-License-Identifier: Apache-2.0
package io.jevent.lock;

import io.jevent.hub.AbstractLinkable;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Durations;
import io.jevent.hub.Mutex;
import io.jevent.hub.ObjectIds;
import io.jevent.hub.RawGreenlet;
import io.jevent.hub.WaitList;
import io.jevent.hub.WaitTarget;
import io.jevent.hub.Waiter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * Invariants, under the mutex: while somebody stands in acquirers nothing is available, because a release hands its
 * permit over to the first of them; while something is available the list of links is empty, in which also those wait who
 * do not take the permit.
 */
/**
 * A number of permits, of which each {@link #acquire} takes one and each {@link #release} gives one back.
 *
 * <p>It is fair: a release hands its permit to the greenlet that has waited longest, and nobody who comes later can
 * take it first. (gevent lets a running greenlet take it before the woken one runs.) A permit has no owner: any
 * greenlet or thread may release. A greenlet that is killed while it waits gets no permit, and one that dies keeps what
 * it has; {@link #hold} gives back whatever happens.
 *
 * <p><b>Confinement:</b> thread-safe: greenlets of any hub and plain threads may use it.
 *
 * @gevent {@code gevent.lock.Semaphore}
 * @since 0.1
 */
public sealed class Semaphore extends AbstractLinkable implements WaitTarget permits BoundedSemaphore, DummySemaphore {

    private final Mutex mutex = links.mutex();
    private final WaitList acquirers = new WaitList(mutex);

    private final int bound;
    private int available;

    /** Whether there has never been more than one permit, so that the semaphore serves as a lock. */
    private boolean isLock;

    /** The greenlet that took the one permit of a lock, so that a report can name the cycle of a deadlock. */
    private @Nullable RawGreenlet holder;

    /** Makes a semaphore with one permit. */
    public Semaphore() {
        this(1);
    }

    /**
     * Makes a semaphore.
     *
     * @param permits how many are available at first; {@link #release} may make them more
     * @throws IllegalArgumentException if {@code permits} is negative
     */
    public Semaphore(int permits) {
        this(permits, Integer.MAX_VALUE);
    }

    Semaphore(int permits, int bound) {
        super(new WaitList(new Mutex()));
        if (permits < 0) {
            throw new IllegalArgumentException("permits must not be negative: " + permits);
        }
        this.available = permits;
        this.bound = bound;
        this.isLock = permits == 1;
    }

    /**
     * Takes a permit, waiting for one if there is none.
     *
     * <p>If the wait is cut short by a kill or a timeout no permit has been taken.
     *
     * @switches when it has to wait
     * @gevent {@code acquire()}
     */
    public void acquire() {
        var _ = acquireNanos(Long.MAX_VALUE);
    }

    /**
     * Takes a permit, waiting at most {@code timeout} for one.
     *
     * <p>If the wait is cut short by a kill or another timeout no permit has been taken.
     *
     * @param timeout the longest wait; zero only tries
     * @return whether a permit was taken
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @switches when it has to wait
     * @gevent {@code acquire(timeout=...)}
     */
    public boolean acquire(Duration timeout) {
        return acquireNanos(Durations.nanos(timeout, "timeout"));
    }

    /**
     * Takes a permit if one is available.
     *
     * @return whether a permit was taken
     * @switches never
     * @gevent {@code acquire(blocking=False)}
     */
    public boolean tryAcquire() {
        return acquireNanos(0);
    }

    private boolean acquireNanos(long nanos) {
        RawGreenlet taker = isLock ? CurrentGreenlet.get() : null;
        Waiter waiter;
        mutex.lock();
        try {
            if (available > 0) {
                available--;
                holder = isLock ? taker : null;
                return true;
            }
            waiter = acquirers.enter(nanos);
        } finally {
            mutex.unlock();
        }
        return !WaitList.timedOut(WaitList.await(waiter, this, nanos));
    }

    /**
     * Takes a permit, waiting for one if there is none, and returns what gives it back: {@code try (var _ =
     * semaphore.hold())}.
     *
     * @return what to close
     * @switches when it has to wait
     * @gevent {@code with semaphore:}
     */
    public Hold hold() {
        acquire();
        return new Hold(this::release);
    }

    /**
     * Gives a permit back: to the greenlet that has waited longest, if any waits.
     *
     * @throws IllegalStateException if there are as many permits as there can be
     * @switches never
     */
    public void release() {
        Waiter next;
        Waiter chain = null;
        mutex.lock();
        try {
            next = acquirers.poll();
            if (next == null && available == bound) {
                throw new IllegalStateException("semaphore released too many times: all " + bound
                        + " permits are available already; release once for each acquire");
            }
            holder = isLock && next instanceof RawGreenlet greenlet ? greenlet : null;
            if (next == null) {
                available++;
                isLock &= available == 1;
                chain = links.drain();
            }
        } finally {
            mutex.unlock();
        }
        if (next != null) {
            WaitList.wake(next, null);
        } else {
            WaitList.wakeAll(chain, null);
        }
    }

    /**
     * Returns how many permits could be taken now.
     *
     * @return the number of permits, not negative
     * @gevent {@code counter}
     */
    public int available() {
        mutex.lock();
        try {
            return available;
        } finally {
            mutex.unlock();
        }
    }

    /**
     * Whether {@link #acquire} would have to wait.
     *
     * @return true if no permit is available
     */
    public final boolean isLocked() {
        return available() == 0;
    }

    /**
     * Whether {@link #acquire} would return at once.
     *
     * @return true if a permit is available
     */
    @Override
    public final boolean isReady() {
        return available() > 0;
    }

    /**
     * Waits until a permit is available, but does not take it; when the caller runs, somebody else may have.
     *
     * @switches when it has to wait
     * @gevent {@code wait()}
     */
    public final void await() {
        var _ = awaitNanos(Long.MAX_VALUE);
    }

    /**
     * Waits until a permit is available, at most for {@code timeout}, but does not take it.
     *
     * @param timeout the longest wait; zero only asks
     * @return whether one became available in time; when the caller runs, somebody else may have taken it
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @switches when it has to wait
     * @gevent {@code wait(timeout)}
     */
    public final boolean await(Duration timeout) {
        return awaitNanos(Durations.nanos(timeout, "timeout"));
    }

    private boolean awaitNanos(long nanos) {
        Waiter waiter;
        mutex.lock();
        try {
            if (available > 0) {
                return true;
            }
            waiter = links.enter(nanos);
        } finally {
            mutex.unlock();
        }
        return !WaitList.timedOut(WaitList.await(waiter, this, nanos));
    }

    @Override
    protected boolean isReadyLocked() {
        return available > 0;
    }

    @Override
    public String wokenBy() {
        return "a release()";
    }

    /**
     * Returns the greenlet that took the only permit; nobody if there is, or was, more than one.
     *
     * @return one greenlet or none
     */
    @Override
    public List<RawGreenlet> holders() {
        RawGreenlet one;
        mutex.lock();
        try {
            one = holder;
        } finally {
            mutex.unlock();
        }
        return one == null ? List.of() : List.of(one);
    }

    @Override
    public String toString() {
        int now;
        int waiting;
        mutex.lock();
        try {
            now = available;
            waiting = acquirers.size();
        } finally {
            mutex.unlock();
        }
        return getClass().getSimpleName() + "@" + ObjectIds.of(this) + " (" + now + " available, " + waiting
                + " waiting)";
    }
}
