// SPDX-License-Identifier: Apache-2.0
package io.jevent.lock;

import io.jevent.exceptions.BlockingSwitchOutException;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Durations;
import io.jevent.hub.Hub;
import io.jevent.hub.Mutex;
import io.jevent.hub.ObjectIds;
import io.jevent.hub.RawGreenlet;
import io.jevent.hub.WaitList;
import io.jevent.hub.WaitTarget;
import io.jevent.hub.Waiter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/*
 * The thread identifies the owner: every greenlet is one, and so a plain thread is the same owner before it has a hub
 * and after. Only a callback of the hub, which runs on the hub's own thread, must not be taken for the main greenlet: it
 * owns in the name of its hub. An unlock with somebody waiting hands the lock over (HANDED_OVER): nobody else can have
 * it from then on, and the woken greenlet enters its name when it runs. All fields change under the mutex, except that
 * an owner changes depth, and a woken greenlet owner, alone; a caller that reads another's name there is not the owner
 * whatever it sees.
 */
/**
 * A lock that its owner may take again, and has to release as often as it took it.
 *
 * <p>It is fair: {@link #unlock} hands it to the greenlet that has waited longest, and no later caller can take it
 * first. A kill or a timeout may end a wait early; then the lock has not been taken. An owner that dies does not
 * release it: use {@code try}/{@code finally} or {@link #hold}.
 *
 * <p>The methods of {@link Lock} keep its contract, except that {@link Thread#interrupt} does not end the wait of a
 * greenlet. In a callback of the hub only what does not have to wait works.
 *
 * <p><b>Confinement:</b> thread-safe: greenlets of any hub and plain threads may use it; each of them is an owner of
 * its own.
 *
 * @gevent {@code gevent.lock.RLock}
 * @since 0.1
 */
public final class RLock implements Lock, WaitTarget {

    private static final Object HANDED_OVER = new Object() {
        @Override
        public String toString() {
            return "a thread that has just been woken";
        }
    };

    private final Mutex mutex = new Mutex();
    private final WaitList acquirers = new WaitList(mutex);

    /** Null if free; otherwise the owner's thread, the hub whose callback it is, or HANDED_OVER. */
    private @Nullable Object owner;

    /** The owner if it is a greenlet; for reports. */
    private @Nullable RawGreenlet holder;

    /** How often the owner has taken it. */
    private int depth;

    /** Makes a lock that is free. */
    public RLock() {
        super();
    }

    private static Object caller() {
        return CurrentGreenlet.isCallback() ? Hub.current() : Thread.currentThread();
    }

    /**
     * Takes the lock, waiting until it is free or the caller owns it already.
     *
     * @switches when it has to wait
     * @gevent {@code acquire()}
     */
    @Override
    public void lock() {
        var _ = lockNanos(Long.MAX_VALUE);
    }

    /**
     * Takes the lock, waiting at most {@code timeout} for it.
     *
     * @param timeout the longest wait; zero only tries
     * @return whether the caller owns it now
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @switches when it has to wait
     * @gevent {@code acquire(timeout=...)}
     */
    public boolean tryLock(Duration timeout) {
        return lockNanos(Durations.nanos(timeout, "timeout"));
    }

    /**
     * Takes the lock if it is free or the caller owns it already.
     *
     * @return whether the caller owns it now
     * @switches never
     * @gevent {@code acquire(blocking=False)}
     */
    @Override
    public boolean tryLock() {
        return lockNanos(0);
    }

    /**
     * As {@link #tryLock(Duration)}; a time that is negative counts as zero.
     *
     * @param time the longest wait
     * @param unit its unit
     * @return whether the caller owns it now
     * @throws InterruptedException if the thread's interrupt status is set when this is called
     * @switches when it has to wait
     */
    @Override
    public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
        refuseIfInterrupted();
        return lockNanos(unit.toNanos(time));
    }

    /**
     * As {@link #lock}.
     *
     * @throws InterruptedException if the thread's interrupt status is set when this is called
     * @switches when it has to wait
     */
    @Override
    public void lockInterruptibly() throws InterruptedException {
        refuseIfInterrupted();
        lock();
    }

    private static void refuseIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before it could take the lock");
        }
    }

    private boolean lockNanos(long nanos) {
        Object me = caller();
        if (owner == me) {
            depth = Math.addExact(depth, 1);
            return true;
        }
        return acquire(me, nanos, 1);
    }

    private boolean acquire(Object me, long nanos, int newDepth) {
        RawGreenlet greenlet = CurrentGreenlet.get();
        Waiter waiter;
        mutex.lock();
        try {
            if (owner == null) {
                owner = me;
                holder = greenlet;
                depth = newDepth;
                return true;
            }
            waiter = acquirers.enter(nanos);
        } finally {
            mutex.unlock();
        }
        if (WaitList.timedOut(WaitList.await(waiter, this, nanos))) {
            return false;
        }
        owner = me;
        depth = newDepth;
        return true;
    }

    /**
     * Takes the lock, waiting for it, and returns what releases it: {@code try (var _ = lock.hold())}.
     *
     * @return what to close, in the same greenlet
     * @switches when it has to wait
     * @gevent {@code with lock:}
     */
    public Hold hold() {
        lock();
        return new Hold(this::unlock);
    }

    /**
     * Releases the lock once; the last time it is handed to the greenlet that has waited longest, if any waits.
     *
     * @throws IllegalMonitorStateException if the caller does not own it
     * @switches never
     * @gevent {@code release()}
     */
    @Override
    public void unlock() {
        Object me = caller();
        if (owner != me) {
            throw notOwner("release", me);
        }
        if (--depth == 0) {
            Waiter next;
            mutex.lock();
            try {
                next = passOn();
            } finally {
                mutex.unlock();
            }
            if (next != null) {
                WaitList.wake(next, null);
            }
        }
    }

    /** Frees the lock or gives it to the next one, whom the caller has to wake. The caller holds the mutex. */
    private @Nullable Waiter passOn() {
        Waiter next = acquirers.poll();
        owner = next == null ? null : HANDED_OVER;
        holder = next instanceof RawGreenlet greenlet ? greenlet : null;
        return next;
    }

    private IllegalMonitorStateException notOwner(String action, Object me) {
        Object now;
        RawGreenlet greenlet;
        mutex.lock();
        try {
            now = owner;
            greenlet = holder;
        } finally {
            mutex.unlock();
        }
        String ownerName = now == null ? "nobody" : greenlet != null ? greenlet.name() : describe(now);
        RawGreenlet current = CurrentGreenlet.get();
        return new IllegalMonitorStateException("cannot " + action + " a lock that the caller does not own; owner: "
                + ownerName + ", current: " + (current != null ? current.name() : describe(me)));
    }

    private static String describe(Object owner) {
        return owner instanceof Hub hub ? "a callback of " + hub : owner.toString();
    }

    /**
     * Makes a condition on which owners of this lock can wait.
     *
     * @return a new condition
     * @gevent {@code threading.Condition(lock)}
     */
    @Override
    public Condition newCondition() {
        return new Condition(this, mutex);
    }

    /** Throws if the caller does not own the lock. */
    void requireOwner(String action) {
        Object me = caller();
        if (owner != me) {
            throw notOwner(action, me);
        }
    }

    /**
     * Gives the lock away however often the caller has taken it, waits in {@code list}, which shares the mutex, and
     * takes it again as often, whatever ended the wait.
     */
    boolean awaitUnlocked(Object on, WaitList list, long nanos) {
        if (owner instanceof Hub hub) {
            throw new BlockingSwitchOutException(
                    "a blocking call in a callback of " + hub + "; spawn a greenlet there instead: Jevent.spawn(...)");
        }
        int taken = depth;
        Waiter waiter;
        Waiter next;
        mutex.lock();
        try {
            waiter = list.enter(nanos); // before the lock is given away: no signal is missed
            next = passOn();
        } finally {
            mutex.unlock();
        }
        try {
            if (next != null) {
                WaitList.wake(next, null);
            }
            return !WaitList.timedOut(WaitList.await(waiter, on, nanos));
        } finally {
            reacquire(taken);
        }
    }

    private void reacquire(int taken) {
        Object me = caller();
        if (CurrentGreenlet.get() == null) {
            reacquireByThread(me, taken);
            return;
        }
        CurrentGreenlet.enterShield();
        try {
            var _ = acquire(me, Long.MAX_VALUE, taken);
        } finally {
            CurrentGreenlet.exitShield();
        }
    }

    /** For a virtual thread that is not a greenlet, which an interrupt throws out of its wait. */
    private void reacquireByThread(Object me, int taken) {
        boolean interrupted = false;
        boolean again = true;
        while (again) {
            try {
                var _ = acquire(me, Long.MAX_VALUE, taken);
                again = false;
            } catch (GreenletExit e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Whether anyone owns it.
     *
     * @return true if it is not free
     */
    public boolean isLocked() {
        mutex.lock();
        try {
            return owner != null;
        } finally {
            mutex.unlock();
        }
    }

    /**
     * Whether the caller owns it.
     *
     * @return true between the caller's {@link #lock} and its last {@link #unlock}
     */
    public boolean isOwner() {
        return owner == caller();
    }

    @Override
    public String wokenBy() {
        return "an unlock() by its owner";
    }

    /**
     * Returns the greenlet that owns it.
     *
     * @return one greenlet; none if it is free or was taken by a thread that had no hub then
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
        boolean free;
        int waiting;
        mutex.lock();
        try {
            free = owner == null;
            waiting = acquirers.size();
        } finally {
            mutex.unlock();
        }
        return "RLock@" + ObjectIds.of(this) + (free ? " (free)" : " (locked, " + waiting + " waiting)");
    }
}
