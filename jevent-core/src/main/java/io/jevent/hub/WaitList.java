// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The greenlets that wait for one thing, first come first served: what every primitive of jevent is built from.
 *
 * <p>A primitive decides under the {@link Mutex} whether it has to wait, and calls {@link #await}, which puts the
 * greenlet into the list, releases the mutex and switches. Another one takes it out with {@link #poll} under the same
 * mutex and then calls {@link #wake}. A greenlet whose wait is cut short by a kill or a timeout leaves the list by
 * itself; if it had been taken out before, the wake-up wins and the kill or the timeout is raised at the greenlet's
 * next switch point, so nothing that is handed over is ever lost.
 *
 * <p><b>Confinement:</b> thread-safe under its mutex.
 *
 * @gevent {@code gevent._abstract_linkable.AbstractLinkable}
 */
public final class WaitList {

    /** What {@link #await} returns when the time passed first. */
    public static final Object TIMED_OUT = new Object() {
        @Override
        public String toString() {
            return "TIMED_OUT";
        }
    };

    private final Mutex mutex;
    private final Loop.Outside waker;
    private @Nullable Waiter head;
    private @Nullable Waiter tail;
    private int size;

    /**
     * Makes an empty list.
     *
     * @param mutex guards it; several lists of one primitive share one
     */
    public WaitList(Mutex mutex) {
        this(mutex, Loop.Outside.NOTHING);
    }

    private WaitList(Mutex mutex, Loop.Outside waker) {
        this.mutex = mutex;
        this.waker = waker;
    }

    /**
     * Makes an empty list whose waiters are woken by something that is no greenlet: a thread at work, another process.
     * As long as a greenlet or a link stands in it, their hub is not taken for stuck; see {@link Hub#retain}.
     *
     * @param mutex guards it
     * @return the list
     */
    public static WaitList wokenFromOutside(Mutex mutex) {
        return new WaitList(mutex, Loop.Outside.AT_WORK);
    }

    /**
     * Makes an empty list whose waiters may be woken by something outside that perhaps never comes: a peer on the
     * network. As long as a greenlet or a link stands in it, their hub is not taken for stuck, and a virtual clock
     * gives the outside a moment before it jumps.
     *
     * @param mutex guards it
     * @return the list
     */
    public static WaitList perhapsWokenFromOutside(Mutex mutex) {
        return new WaitList(mutex, Loop.Outside.POSSIBLE);
    }

    /**
     * Waits in this list until woken. The caller holds the mutex; it is released before the switch.
     *
     * @param on what reports name as the thing waited for
     * @param nanos the longest wait in nanoseconds; {@link Long#MAX_VALUE} is for ever
     * @return what {@link #wake} was given, or {@link #TIMED_OUT}
     * @switches always
     */
    public @Nullable Object await(Object on, long nanos) {
        return await(on, nanos, null, null);
    }

    /**
     * As {@link #await(Object, long)}, having something that whoever takes this waiter out finds with {@link #offer}.
     *
     * @param on what reports name as the thing waited for
     * @param nanos the longest wait in nanoseconds; {@link Long#MAX_VALUE} is for ever
     * @param offer what it offers
     * @return what {@link #wake} was given, or {@link #TIMED_OUT}
     * @switches always
     */
    public @Nullable Object awaitWithOffer(Object on, long nanos, Object offer) {
        return await(on, nanos, offer, null);
    }

    /**
     * As {@link #await(Object, long)}, but once it stands in the list it wakes another waiter: who gives something away
     * and waits for news about it misses none. The other one is woken in any case.
     *
     * @param on what reports name as the thing waited for
     * @param nanos the longest wait in nanoseconds; {@link Long#MAX_VALUE} is for ever
     * @param other whom to wake: {@link #poll}ed under the same mutex from a list that shares it; or null
     * @return what {@link #wake} was given, or {@link #TIMED_OUT}
     * @switches always
     */
    public @Nullable Object awaitWaking(Object on, long nanos, @Nullable Waiter other) {
        return await(on, nanos, null, other);
    }

    private @Nullable Object await(Object on, long nanos, @Nullable Object offer, @Nullable Waiter other) {
        Waiter waiter = null;
        try {
            if (nanos > 0) {
                RawGreenlet greenlet = CurrentGreenlet.thatMayBlock();
                waiter = greenlet != null ? greenlet : new ThreadWaiter();
                waiter.value = offer;
                append(waiter);
            }
        } finally {
            mutex.unlock();
            if (other != null) {
                other.wake(null);
            }
        }
        if (waiter instanceof RawGreenlet greenlet) {
            return waker == Loop.Outside.NOTHING ? greenlet.block(on, nanos) : blockHoldingHub(greenlet, on, nanos);
        }
        return waiter instanceof ThreadWaiter thread ? thread.block(on, nanos) : TIMED_OUT;
    }

    private @Nullable Object blockHoldingHub(RawGreenlet greenlet, Object on, long nanos) {
        greenlet.hub.expectations.begin(waker);
        try {
            return greenlet.block(on, nanos);
        } finally {
            greenlet.hub.expectations.end(waker);
        }
    }

    /**
     * Returns what a waiter offers. The caller holds the mutex, or took the waiter out and has not woken it yet.
     *
     * @param waiter a waiter of {@link #awaitWithOffer}
     * @return what it was given
     */
    public static @Nullable Object offer(Waiter waiter) {
        return waiter.value;
    }

    /**
     * Whether a wait ended because its time had passed.
     *
     * @param result what {@link #await} returned
     * @return true if that was {@link #TIMED_OUT}
     */
    public static boolean timedOut(@Nullable Object result) {
        return result == TIMED_OUT;
    }

    /**
     * Whether nobody waits. The caller holds the mutex.
     *
     * @return true if the list is empty
     */
    public boolean isEmpty() {
        return head == null;
    }

    /**
     * How many wait. The caller holds the mutex.
     *
     * @return the length of the list
     */
    public int size() {
        return size;
    }

    /**
     * Takes out the waiter that has waited longest; the caller holds the mutex and must then {@link #wake} it.
     *
     * @return the waiter, or null if nobody waits
     */
    public @Nullable Waiter poll() {
        Waiter first = head;
        if (first != null) {
            unlink(first);
        }
        return first;
    }

    /**
     * Takes out everyone; the caller holds the mutex and must then {@link #wakeAll} them.
     *
     * @return the first of the chain, or null if nobody waits
     */
    public @Nullable Waiter drain() {
        Waiter chain = head;
        for (Waiter w = chain; w != null; w = w.next) {
            w.listed = false;
            w.previous = null;
        }
        head = null;
        tail = null;
        size = 0;
        return chain;
    }

    /**
     * Wakes a waiter that {@link #poll} took out; never switches.
     *
     * @param waiter the waiter
     * @param value what its {@link #await} returns
     */
    public static void wake(Waiter waiter, @Nullable Object value) {
        waiter.wake(value);
    }

    /**
     * Wakes the waiters that {@link #drain} took out, in order; never switches.
     *
     * @param chain the first of them, or null
     * @param value what their {@link #await} returns
     */
    public static void wakeAll(@Nullable Waiter chain, @Nullable Object value) {
        Waiter w = chain;
        while (w != null) {
            Waiter next = w.next;
            w.next = null;
            w.wake(value);
            w = next;
        }
    }

    /**
     * Adds a callback that runs once in the current hub when it is woken, in turn with the waiters. The caller holds
     * the mutex.
     *
     * @param callback what runs in the hub; it must not block
     */
    public void addLink(Runnable callback) {
        append(new Link(Hub.current(), callback, waker));
    }

    /**
     * Removes a link. The caller holds the mutex.
     *
     * @param callback what was given to {@link #addLink}
     * @return whether it was there
     */
    public boolean removeLink(Runnable callback) {
        for (Waiter w = head; w != null; w = w.next) {
            if (w instanceof Link link && link.callback.equals(callback)) {
                unlink(w);
                link.dropped();
                return true;
            }
        }
        return false;
    }

    /**
     * The greenlets in the list, for reports. The caller holds the mutex.
     *
     * @return those that wait, in order
     */
    public List<RawGreenlet> greenlets() {
        var waiting = new ArrayList<RawGreenlet>(size);
        for (Waiter w = head; w != null; w = w.next) {
            if (w instanceof RawGreenlet g) {
                waiting.add(g);
            }
        }
        return waiting;
    }

    void append(Waiter waiter) {
        waiter.list = this;
        waiter.listed = true;
        waiter.previous = tail;
        waiter.next = null;
        if (tail == null) {
            head = waiter;
        } else {
            tail.next = waiter;
        }
        tail = waiter;
        size++;
    }

    /**
     * Returns what guards it.
     *
     * @return the mutex
     */
    public Mutex mutex() {
        return mutex;
    }

    /** Takes {@code waiter} out of the list it stands in, so that nobody else wakes it; false if somebody did. */
    static boolean claim(Waiter waiter) {
        WaitList list = waiter.list;
        if (list == null) {
            return true;
        }
        list.mutex.lock();
        try {
            if (!waiter.listed) {
                return false;
            }
            list.unlink(waiter);
            return true;
        } finally {
            list.mutex.unlock();
        }
    }

    private void unlink(Waiter waiter) {
        Waiter before = waiter.previous;
        Waiter after = waiter.next;
        if (before == null) {
            head = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            tail = before;
        } else {
            after.previous = before;
        }
        waiter.listed = false;
        waiter.previous = null;
        waiter.next = null;
        size--;
    }
}
