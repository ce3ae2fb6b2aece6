// SPDX-License-Identifier: Apache-2.0
package io.jevent.event;

import io.jevent.hub.AbstractLinkable;
import io.jevent.hub.Durations;
import io.jevent.hub.Mutex;
import io.jevent.hub.ObjectIds;
import io.jevent.hub.WaitList;
import io.jevent.hub.WaitTarget;
import io.jevent.hub.Waiter;
import java.time.Duration;

/**
 * A flag that greenlets wait for: {@link #set} wakes all waiters, in the order in which they came.
 *
 * <p><b>Confinement:</b> thread-safe: any thread may set it, greenlets of any hub and plain threads may wait.
 *
 * @gevent {@code gevent.event.Event}
 * @since 0.1
 */
public final class Event extends AbstractLinkable implements WaitTarget {

    private final Mutex mutex = links.mutex();
    private volatile boolean set;

    /** Makes an event that is not set. */
    public Event() {
        super(new WaitList(new Mutex()));
    }

    /**
     * Sets the flag and wakes all waiters: their waits return even if the flag is cleared before they run.
     *
     * @switches never
     */
    public void set() {
        Waiter chain;
        mutex.lock();
        try {
            set = true;
            chain = links.drain();
        } finally {
            mutex.unlock();
        }
        WaitList.wakeAll(chain, null);
    }

    /**
     * Clears the flag: from now on {@link #await} waits.
     *
     * @switches never
     */
    public void clear() {
        set = false;
    }

    /**
     * Whether the flag is set.
     *
     * @return true between {@link #set} and {@link #clear}
     * @gevent {@code is_set()}
     */
    public boolean isSet() {
        return set;
    }

    @Override
    public boolean isReady() {
        return set;
    }

    /**
     * Waits until the flag is set; returns at once if it is.
     *
     * @switches when it has to wait
     * @gevent {@code wait()}
     */
    public void await() {
        awaitNanos(Long.MAX_VALUE);
    }

    /**
     * Waits until the flag is set, at most for {@code timeout}.
     *
     * @param timeout the longest wait; zero only asks
     * @return whether it was set in time
     * @switches when it has to wait
     * @gevent {@code wait(timeout)}
     */
    public boolean await(Duration timeout) {
        return awaitNanos(Durations.nanos(timeout, "timeout"));
    }

    private boolean awaitNanos(long nanos) {
        if (set) {
            return true;
        }
        Waiter waiter;
        mutex.lock();
        try {
            if (set) {
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
        return set;
    }

    @Override
    public String wokenBy() {
        return "a set()";
    }

    @Override
    public String toString() {
        return "Event@" + ObjectIds.of(this) + (set ? " (set)" : " (not set)");
    }
}
