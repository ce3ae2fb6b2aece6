// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/*
 * The protocol, of which every primitive consists:
 *   1. Under the mutex, the caller finds that it has to wait, and enters the list.
 *   2. It leaves the mutex and awaits: it switches.
 *   3. Under the mutex, another one takes it out (poll, drain), and wakes it after leaving the mutex.
 * Invariant: to stand in the list is the right to be woken. A kill or a timeout that comes first takes the waiter out
 * (claim) and ends the wait; one that comes after a wake-up is raised at the next switch point, so nothing that was
 * handed over with the wake-up is lost.
 * Invariant: waiters and links stand in the order of their registration, and are notified in it.
 */
/**
 * The greenlets that wait for one thing and the links to it, first come, first served: what every primitive of jevent
 * is built from.
 *
 * <pre>{@code
 * Waiter waiter;
 * mutex.lock();
 * try {
 *     if (ready) {
 *         return;
 *     }
 *     waiter = list.enter(nanos);
 * } finally {
 *     mutex.unlock();
 * }
 * Object result = WaitList.await(waiter, this, nanos);
 * }</pre>
 *
 * <p><b>Confinement:</b> thread-safe under its mutex.
 *
 * @gevent {@code gevent._abstract_linkable.AbstractLinkable}
 * @audience SPI
 * @since 0.1
 */
public final class WaitList {

    /** The result of {@link #await} when the time passed first. */
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

    /** How many links are not over. */
    private int linkCount;

    /** The links of programs that are not over, by their callbacks; made when there is one. */
    private @Nullable IdentityHashMap<Object, Link> links;

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
     * Puts the caller into the list. The caller holds the mutex, leaves it, and then calls {@link #await}.
     *
     * @param nanos the longest wait in nanoseconds; {@link Long#MAX_VALUE} is for ever
     * @return what to give to {@link #await}; null if {@code nanos} is not positive
     * @throws io.jevent.exceptions.BlockingSwitchOutException in a callback of a hub
     * @switches never
     */
    public @Nullable Waiter enter(long nanos) {
        return nanos > 0 ? enterOffering(null) : null;
    }

    /**
     * Puts the caller into the list as {@link #enter} does, for ever, with something that the one that takes it out
     * finds with {@link #offer}.
     *
     * @param offer what it offers
     * @return what to give to {@link #await}
     * @throws io.jevent.exceptions.BlockingSwitchOutException in a callback of a hub
     * @switches never
     */
    public Waiter enterOffering(@Nullable Object offer) {
        RawGreenlet greenlet = CurrentGreenlet.thatMayEnter();
        if (greenlet != null && greenlet.hasPendingSignal() && !greenlet.mayGoOn()) {
            greenlet.list = null; // await() switches, and the caller holds the mutex
            return greenlet;
        }
        Waiter waiter = greenlet != null ? greenlet : new ThreadWaiter();
        waiter.value = offer;
        append(waiter);
        return waiter;
    }

    /**
     * Waits until woken.
     *
     * @param waiter what {@link #enter} returned
     * @param on the thing waited for, for reports
     * @param nanos the longest wait in nanoseconds; {@link Long#MAX_VALUE} is for ever
     * @return what {@link #wake} was given, or {@link #TIMED_OUT}
     * @switches always, unless {@code waiter} is null
     */
    public static @Nullable Object await(@Nullable Waiter waiter, Object on, long nanos) {
        if (waiter instanceof RawGreenlet greenlet) {
            WaitList list = waiter.list;
            if (list == null) {
                HubEnd.parkForGood(greenlet);
                throw new AssertionError(greenlet + " went on in a hub that is closed");
            }
            return list.waker == Loop.Outside.NOTHING
                    ? greenlet.block(on, nanos)
                    : blockHoldingHub(greenlet, list.waker, on, nanos);
        }
        return waiter instanceof ThreadWaiter thread ? thread.block(on, nanos) : TIMED_OUT;
    }

    private static @Nullable Object blockHoldingHub(RawGreenlet greenlet, Loop.Outside waker, Object on, long nanos) {
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
     * @param waiter a waiter of {@link #enterOffering}
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
     * Adds a link, or, if the thing is ready, notifies it. Enters the mutex.
     *
     * @param link the link
     * @param ready tells, under the mutex, whether the thing is ready
     * @throws io.jevent.exceptions.InvalidThreadUseException if the list is woken from outside and the caller has no
     *     hub
     * @switches never
     */
    public void link(Link link, BooleanSupplier ready) {
        boolean now;
        mutex.lock();
        try {
            now = ready.getAsBoolean();
            add(link, now);
        } finally {
            mutex.unlock();
        }
        if (now) {
            link.wake(null);
        }
    }

    /**
     * Adds a link. The caller holds the mutex.
     *
     * @param link the link
     * @switches never
     */
    public void add(Link link) {
        add(link, false);
    }

    /**
     * Takes one link out of the list it stands in and notifies it; does nothing if it stands in none. Enters the mutex.
     *
     * @param link the link
     * @switches never
     */
    public static void notifyLink(Link link) {
        if (claim(link)) {
            link.wake(null);
        }
    }

    private void add(Link link, boolean notified) {
        if (notified) {
            link.list = this;
        } else {
            link.expect(waker);
            append(link);
        }
        linkCount++;
        Object key = link.key;
        if (key != null) {
            if (links == null) {
                links = new IdentityHashMap<>(2);
            }
            link.older = links.put(key, link);
        }
    }

    /**
     * Removes the newest link that was made for a callback, as {@link Link#unlink} does. Enters the mutex.
     *
     * @param callback what the link was made for, the same instance
     * @return whether there was one
     * @switches never
     */
    public boolean unlink(Object callback) {
        Link link;
        mutex.lock();
        try {
            link = links == null ? null : links.get(callback);
        } finally {
            mutex.unlock();
        }
        return link != null && link.unlink();
    }

    /**
     * Whether there are links that have neither been called nor removed. The caller holds the mutex.
     *
     * @return true if there is one
     */
    public boolean hasLinks() {
        return linkCount > 0;
    }

    /**
     * Lets the links run that were notified and are queued on the caller's hub: for a wait for something that is ready
     * already, which must not overtake them. Does nothing in a callback of a hub.
     *
     * @switches if there are such links
     */
    public void letLinksRun() {
        boolean due;
        mutex.lock();
        try {
            due = linkCount > 0;
        } finally {
            mutex.unlock();
        }
        if (due && CurrentGreenlet.get() != null) {
            CurrentGreenlet.sleep(0);
        }
    }

    /** Ends a link before or at its call; the caller holds the mutex. */
    void forget(Link link) {
        linkCount--;
        if (link.listed) {
            unlink(link);
            link.expectNoMore(waker);
        }
        Object key = link.key;
        if (key != null && links != null) {
            Link newest = links.get(key);
            if (newest == link) {
                if (link.older == null) {
                    links.remove(key);
                } else {
                    links.put(key, link.older);
                }
            }
            for (Link l = newest; l != null; l = l.older) {
                if (l.older == link) {
                    l.older = link.older;
                }
            }
        }
    }

    Loop.Outside waker() {
        return waker;
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

    /** Whether {@code waiter} stands in the list that it was appended to last. */
    static boolean holds(Waiter waiter) {
        WaitList list = waiter.list;
        if (list == null) {
            return false;
        }
        list.mutex.lock();
        try {
            return waiter.listed;
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
