// SPDX-License-Identifier: Apache-2.0
package io.jevent.queue;

import io.jevent.hub.Durations;
import io.jevent.hub.Mutex;
import io.jevent.hub.ObjectIds;
import io.jevent.hub.WaitList;
import io.jevent.hub.Waiter;
import io.jevent.internal.rethrow.Rethrow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/*
 * Invariants, under the mutex: while a getter or a peeker waits, nothing is stored and no putter waits; while a putter
 * waits, the store is full. A waiting putter offers its item to the operation that takes it out of the list, so an item is in
 * exactly one place: with its putter, in the store, or with its getter. A wait is ended with the item (getters and
 * peekers), null (a putter whose item is in), SHUT_DOWN, or a Refusal.
 */
/**
 * The common operations of all queues: put, get, shut down.
 *
 * <p>Items are never null. Waiting getters and putters are served in the order in which they began to wait. Operations
 * that need not wait never switch, and may be called in a callback of a hub.
 *
 * <p>A {@code for} loop over a queue takes items out of it, waiting for more, until the queue has been shut down and is
 * empty: {@link #shutdown} takes the place of gevent's {@code put(StopIteration)}, and ends the loops of all consumers.
 *
 * <p><b>Confinement:</b> thread-safe: greenlets of any hub and plain threads may use it.
 *
 * @param <E> what goes through the queue
 * @since 0.1
 */
public abstract sealed class BaseQueue<E> implements Iterable<E> permits SimpleQueue, Channel {

    static final Object SHUT_DOWN = new Object();

    /** The exception of the store when it refused a waiting putter's item. */
    private record Refusal(Throwable cause) {}

    final Mutex mutex = new Mutex();
    final WaitList getters = new WaitList(mutex);
    final WaitList putters = new WaitList(mutex);

    /** Waiters for an item to peek at. */
    final WaitList peekers = new WaitList(mutex);

    /** How many items have been put, ever. */
    long accepted;

    private final QueueStore<E> store;

    /** Whether the store has to see every item, because it may drop some. */
    private final boolean mayDrop;

    private final int capacity;
    private final QueueCall getting = new QueueCall("get", this, "a put()");
    private final QueueCall putting = new QueueCall("put", this, "a get()");
    private boolean shutDown;

    BaseQueue(QueueStore<E> store, int capacity, Collection<? extends E> items) {
        this.store = store;
        this.mayDrop = store.mayDrop();
        this.capacity = capacity;
        for (E item : items) {
            store.add(requireItem(item));
        }
        accepted = store.size();
    }

    static int requireCapacity(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1: " + capacity
                    + "; a Channel hands items over without keeping any, a queue made without a capacity has no limit");
        }
        return capacity;
    }

    private static <E> E requireItem(E item) {
        return Objects.requireNonNull(item, "a queue cannot hold null");
    }

    /**
     * Puts an item in, waiting until there is room.
     *
     * <p>If the wait is cut short by a kill or a timeout the item is not put in.
     *
     * @param item the item
     * @throws QueueShutDownException if the queue was shut down, before or during the wait
     * @switches when it has to wait
     * @gevent {@code put(item)}
     */
    public final void put(E item) {
        var _ = putNanos(item, Long.MAX_VALUE);
    }

    /**
     * Puts an item in, waiting at most {@code timeout} until there is room.
     *
     * <p>If the wait is cut short by a kill or another timeout the item is not put in.
     *
     * @param item the item
     * @param timeout the longest wait; zero only tries
     * @return whether it was put in
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @throws QueueShutDownException if the queue was shut down, before or during the wait
     * @switches when it has to wait
     * @gevent {@code put(item, timeout=...)}, which raises {@code Full} where this returns false
     */
    public final boolean put(E item, Duration timeout) {
        return putNanos(item, Durations.nanos(timeout, "timeout"));
    }

    /**
     * Puts an item in if there is room or somebody waits for it.
     *
     * @param item the item
     * @return whether it was put in
     * @throws QueueShutDownException if the queue was shut down
     * @switches never
     * @gevent {@code put_nowait(item)}, which raises {@code Full} where this returns false
     */
    public final boolean tryPut(E item) {
        return putNanos(item, 0);
    }

    private boolean putNanos(E item, long nanos) {
        var _ = requireItem(item);
        beforePut(nanos);
        Waiter getter = null;
        Waiter putter = null;
        Waiter looking = null;
        E next = null;
        boolean refused;
        mutex.lock();
        try {
            refused = shutDown;
            if (!refused && getters.isEmpty() && store.size() >= capacity) {
                if (nanos <= 0) {
                    return false;
                }
                putter = putters.enterOffering(item);
            } else if (!refused) {
                next = pass(item);
                if (next != null) {
                    getter = getters.poll();
                    looking = peekers.drain();
                }
            }
        } finally {
            mutex.unlock();
        }
        if (refused) {
            throw wasShutDown();
        }
        if (putter != null) {
            return ended(WaitList.await(putter, putting, nanos));
        }
        WaitList.wakeAll(looking, next);
        if (getter != null) {
            WaitList.wake(getter, next);
            handedOver(getter, nanos);
        }
        return true;
    }

    /**
     * Puts an item into the store, or past it for the first getter; returns the next item for getters and peekers. The
     * caller holds the mutex.
     */
    private @Nullable E pass(E item) {
        boolean awaited = !getters.isEmpty();
        if (mayDrop) {
            addCounting(item);
            return awaited ? store.poll() : store.peek();
        }
        if (!awaited) {
            store.add(item);
        }
        accepted++;
        return item;
    }

    /** Adds an item, and counts it unless the store has dropped it, or another one for it. */
    private void addCounting(E item) {
        int before = store.size();
        store.add(item);
        accepted += store.size() - before;
    }

    /** Called before a put of which {@code nanos} is the limit. */
    void beforePut(long nanos) {
        // a put that finds room or a getter is no switch point
    }

    /** Called after a put has ended the wait of {@code getter}; {@code nanos} is the limit of the put. */
    void handedOver(Waiter getter, long nanos) {
        // the getter runs when its turn comes
    }

    private boolean ended(@Nullable Object result) {
        if (result instanceof Refusal refusal) {
            throw Rethrow.asIs(refusal.cause);
        }
        if (result == SHUT_DOWN) {
            throw wasShutDown();
        }
        return !WaitList.timedOut(result);
    }

    /**
     * Takes the next item out, waiting for one.
     *
     * <p>If the wait is cut short by a kill or a timeout nothing is taken out.
     *
     * @return the item
     * @throws QueueShutDownException if the queue was shut down and is empty
     * @switches when it has to wait
     * @gevent {@code get()}
     */
    public final E get() {
        return item(take(Long.MAX_VALUE));
    }

    /**
     * Takes the next item out, waiting at most {@code timeout} for one.
     *
     * <p>If the wait is cut short by a kill or another timeout nothing is taken out.
     *
     * @param timeout the longest wait; zero only tries
     * @return the item, or empty if the time passed first
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @throws QueueShutDownException if the queue was shut down and is empty
     * @switches when it has to wait
     * @gevent {@code get(timeout=...)}, which raises {@code Empty} where this returns empty
     */
    public final Optional<E> get(Duration timeout) {
        return found(take(Durations.nanos(timeout, "timeout")));
    }

    /**
     * Takes the next item out if there is one or somebody waits to put one in.
     *
     * @return the item, or empty
     * @throws QueueShutDownException if the queue was shut down and is empty
     * @switches never
     * @gevent {@code get_nowait()}, which raises {@code Empty} where this returns empty
     */
    public final Optional<E> tryGet() {
        return found(take(0));
    }

    /** Returns an item, SHUT_DOWN or TIMED_OUT. */
    private @Nullable Object take(long nanos) {
        Object item;
        Waiter putter = null;
        Waiter getter = null;
        Refusal refusal = null;
        mutex.lock();
        try {
            item = store.poll();
            if (item != null) {
                putter = nextToLetIn();
                refusal = putter == null ? null : admit(putter);
            } else if ((putter = putters.poll()) != null) {
                item = WaitList.offer(putter);
                accepted++;
            } else if (shutDown) {
                return SHUT_DOWN;
            } else {
                getter = getters.enter(nanos);
            }
        } finally {
            mutex.unlock();
        }
        if (item == null) {
            return WaitList.await(getter, getting, nanos);
        }
        if (putter != null) {
            WaitList.wake(putter, refusal);
            letInAfter(refusal);
        }
        return item;
    }

    /** Whether nothing more comes; the caller holds the mutex. */
    final boolean isOver() {
        return shutDown;
    }

    private @Nullable Waiter nextToLetIn() {
        return store.size() < capacity ? putters.poll() : null;
    }

    /** A putter whose item was refused or dropped has left its room to the next one. */
    private void letInAfter(@Nullable Refusal first) {
        boolean more = first != null || mayDrop;
        while (more) {
            Waiter putter;
            Refusal refusal;
            mutex.lock();
            try {
                putter = nextToLetIn();
                refusal = putter == null ? null : admit(putter);
            } finally {
                mutex.unlock();
            }
            if (putter != null) {
                WaitList.wake(putter, refusal);
            }
            more = putter != null && (refusal != null || mayDrop);
        }
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // a putter waits with its item
    private @Nullable Refusal admit(Waiter putter) {
        try {
            addCounting((E) WaitList.offer(putter));
        } catch (Throwable t) {
            return new Refusal(t);
        }
        return null;
    }

    final E item(@Nullable Object result) {
        if (result == null || result == SHUT_DOWN) {
            throw wasShutDown();
        }
        @SuppressWarnings("unchecked")
        E item = (E) result;
        return item;
    }

    final Optional<E> found(@Nullable Object result) {
        return WaitList.timedOut(result) ? Optional.empty() : Optional.of(item(result));
    }

    /**
     * Returns what a {@code for} loop needs: its {@code hasNext} takes the next item out, waiting for one, and ends
     * when the queue was shut down and is empty.
     *
     * @return an iterator for one greenlet; several greenlets may each use one on the same queue
     * @switches when its {@code hasNext} has to wait
     */
    @Override
    public final Iterator<E> iterator() {
        return new Items<>(this);
    }

    private static final class Items<E> implements Iterator<E> {
        private final BaseQueue<E> queue;
        private @Nullable Object taken;

        Items(BaseQueue<E> queue) {
            this.queue = queue;
        }

        @Override
        public boolean hasNext() {
            if (taken == null) {
                taken = queue.take(Long.MAX_VALUE);
            }
            return taken != SHUT_DOWN;
        }

        @Override
        public E next() {
            if (!hasNext()) {
                throw new NoSuchElementException(queue + " was shut down and is empty");
            }
            E item = queue.item(taken);
            taken = null;
            return item;
        }
    }

    /**
     * Refuses further items: waiting putters get a {@link QueueShutDownException}, as every later put does. Items in
     * the queue can still be taken out; then getters and peekers get the exception too, and {@code for} loops end.
     *
     * @switches never
     * @gevent {@code shutdown()}
     */
    public final void shutdown() {
        Waiter waitingGetters;
        Waiter waitingPeekers;
        Waiter waitingPutters;
        mutex.lock();
        try {
            shutDown = true;
            waitingGetters = getters.drain();
            waitingPeekers = peekers.drain();
            waitingPutters = putters.drain();
        } finally {
            mutex.unlock();
        }
        WaitList.wakeAll(waitingGetters, SHUT_DOWN);
        WaitList.wakeAll(waitingPeekers, SHUT_DOWN);
        WaitList.wakeAll(waitingPutters, SHUT_DOWN);
    }

    /**
     * As {@link #shutdown}, and takes out everything that the queue holds.
     *
     * @return what was taken out, in its order
     * @switches never
     * @gevent {@code shutdown(immediate=True)}
     */
    public final List<E> shutdownNow() {
        shutdown();
        var left = new ArrayList<E>();
        Waiter chain = null;
        mutex.lock();
        try {
            try {
                E item;
                while ((item = store.poll()) != null) {
                    left.add(item);
                }
            } finally {
                chain = discarded(left.size());
            }
        } finally {
            mutex.unlock();
        }
        WaitList.wakeAll(chain, null);
        return left;
    }

    /** Called under the mutex when items were thrown away; returns whom to wake for it. */
    @Nullable
    Waiter discarded(int count) {
        return null;
    }

    private QueueShutDownException wasShutDown() {
        return new QueueShutDownException(this + " was shut down");
    }

    /**
     * Whether it was shut down.
     *
     * @return true after {@link #shutdown} or {@link #shutdownNow}
     * @gevent {@code is_shutdown}
     */
    public final boolean isShutDown() {
        mutex.lock();
        try {
            return shutDown;
        } finally {
            mutex.unlock();
        }
    }

    /**
     * Returns how many items it holds; those of waiting putters do not count.
     *
     * @return the number of items
     * @gevent {@code qsize()}, {@code len(queue)}
     */
    public final int size() {
        mutex.lock();
        try {
            return store.size();
        } finally {
            mutex.unlock();
        }
    }

    /**
     * Whether it holds nothing.
     *
     * @return true if {@link #size} is zero
     * @gevent {@code empty()}
     */
    public final boolean isEmpty() {
        return size() == 0;
    }

    /**
     * Whether it holds as much as it may.
     *
     * @return true if there is no room
     * @gevent {@code full()}
     */
    public final boolean isFull() {
        return size() >= capacity;
    }

    /**
     * Returns how many items it may hold.
     *
     * @return the limit; {@link Integer#MAX_VALUE} if there is none
     * @gevent {@code maxsize}
     */
    public final int capacity() {
        return capacity;
    }

    /** Returns the next item without taking it out, or null. The caller holds the mutex. */
    final @Nullable E head() {
        return store.peek();
    }

    private String id() {
        return getClass().getSimpleName() + "@" + ObjectIds.of(this);
    }

    /** Its id and how full it is, for the text of a wait. */
    final String brief() {
        int held = size();
        return id() + (held == 0 ? ", empty" : held >= capacity ? ", full" : ", size " + held);
    }

    @Override
    public String toString() {
        int held;
        int waitingGetters;
        int waitingPutters;
        mutex.lock();
        try {
            held = store.size();
            waitingGetters = getters.size();
            waitingPutters = putters.size();
        } finally {
            mutex.unlock();
        }
        return id() + " (size " + held
                + (capacity == Integer.MAX_VALUE ? "" : " of " + capacity) + ", " + waitingGetters
                + " getters and " + waitingPutters + " putters waiting)";
    }
}
