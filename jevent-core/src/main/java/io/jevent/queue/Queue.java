// SPDX-License-Identifier: Apache-2.0
package io.jevent.queue;

import io.jevent.hub.Durations;
import io.jevent.hub.WaitList;
import io.jevent.hub.Waiter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hands items out in the order in which they were put in, and knows when all of them have been dealt with: who took one
 * out calls {@link #taskDone} when done with it, and {@link #join} waits until that has happened for each.
 *
 * <p>A subclass may keep the items in another order, or drop some: it hands a {@link QueueStore} to its superclass.
 *
 * <p><b>Confinement:</b> thread-safe: greenlets of any hub and plain threads may use it.
 *
 * @param <E> what the queue holds
 * @gevent {@code gevent.queue.Queue}, {@code JoinableQueue}
 * @since 0.1
 */
public non-sealed class Queue<E> extends SimpleQueue<E> {

    private final WaitList joiners = new WaitList(mutex);

    @SuppressWarnings("this-escape") // only reports use it
    private final QueueCall joining = new QueueCall("join", this, "a taskDone() for each item that was put");

    /** How many of the accepted items are dealt with. */
    private long done;

    /** Makes a queue without a limit. */
    public Queue() {
        this(List.of());
    }

    /**
     * Makes a queue that holds at most {@code capacity} items.
     *
     * @param capacity the limit, at least 1
     * @throws IllegalArgumentException if {@code capacity} is less than 1
     */
    public Queue(int capacity) {
        this(capacity, List.of());
    }

    /**
     * Makes a queue without a limit that holds {@code items}, which count as tasks.
     *
     * @param items what it holds at first
     */
    public Queue(Collection<? extends E> items) {
        this(Integer.MAX_VALUE, items);
    }

    /**
     * Makes a queue that holds {@code items}, which count as tasks and may be more than {@code capacity}: then it is
     * full until enough have been taken out.
     *
     * @param capacity the limit, at least 1
     * @param items what it holds at first
     * @throws IllegalArgumentException if {@code capacity} is less than 1
     */
    public Queue(int capacity, Collection<? extends E> items) {
        this(new QueueStore.Fifo<>(), capacity, items);
    }

    /**
     * For subclasses that keep items in another order, or not all of them: makes a queue of at most {@code capacity}
     * items that {@code store} keeps. {@link Integer#MAX_VALUE} is no limit, for a store that drops items instead of
     * having putters wait.
     *
     * @param store an empty store of this queue's own
     * @param capacity the limit, at least 1
     * @throws IllegalArgumentException if {@code capacity} is less than 1
     * @gevent a subclass of {@code gevent.queue.Queue}
     */
    protected Queue(QueueStore<E> store, int capacity) {
        this(store, capacity, List.of());
    }

    Queue(QueueStore<E> store, int capacity, Collection<? extends E> items) {
        super(store, capacity, items);
    }

    /**
     * Says that the caller is done with an item that it took out.
     *
     * @throws IllegalStateException if this was called more often than items were put in
     * @switches never
     * @gevent {@code task_done()}
     */
    public final void taskDone() {
        Waiter chain;
        mutex.lock();
        try {
            if (done == accepted) {
                throw new IllegalStateException("taskDone() called too many times: all " + accepted
                        + " items that were put are done already; call it once for each item taken out");
            }
            chain = done(1);
        } finally {
            mutex.unlock();
        }
        WaitList.wakeAll(chain, null);
    }

    @Override
    @Nullable
    Waiter discarded(int count) {
        return done((int) Math.min(count, accepted - done));
    }

    private @Nullable Waiter done(int count) {
        done += count;
        return done == accepted ? joiners.drain() : null;
    }

    /**
     * Returns how many items were put in that nobody has called {@link #taskDone} for yet.
     *
     * @return the number of items, in the queue or taken out
     * @gevent {@code unfinished_tasks}
     */
    public final long unfinishedTasks() {
        mutex.lock();
        try {
            return accepted - done;
        } finally {
            mutex.unlock();
        }
    }

    /**
     * Waits until every item that was put in is done; returns at once if that is so.
     *
     * @switches when it has to wait
     * @gevent {@code join()}
     */
    public final void join() {
        var _ = joinNanos(Long.MAX_VALUE);
    }

    /**
     * Waits until every item that was put in is done, at most for {@code timeout}.
     *
     * @param timeout the longest wait; zero only asks
     * @return whether all were done in time
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @switches when it has to wait
     * @gevent {@code join(timeout)}
     */
    public final boolean join(Duration timeout) {
        return joinNanos(Durations.nanos(timeout, "timeout"));
    }

    private boolean joinNanos(long nanos) {
        Waiter waiter;
        mutex.lock();
        try {
            if (done == accepted) {
                return true;
            }
            waiter = joiners.enter(nanos);
        } finally {
            mutex.unlock();
        }
        return !WaitList.timedOut(WaitList.await(waiter, joining, nanos));
    }
}
