// SPDX-License-Identifier: Apache-2.0
package io.jevent.queue;

import io.jevent.hub.Durations;
import io.jevent.hub.WaitList;
import io.jevent.hub.Waiter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hands items out in the order in which they were put in, and does not keep track of what is done with them.
 *
 * <p><b>Confinement:</b> thread-safe: greenlets of any hub and plain threads may use it.
 *
 * @param <E> what the queue holds
 * @gevent {@code gevent.queue.SimpleQueue}
 * @since 0.1
 */
public sealed class SimpleQueue<E> extends BaseQueue<E> permits Queue {

    private final QueueCall peeking = new QueueCall("peek", this, "a put()");

    /** Makes a queue without a limit. */
    public SimpleQueue() {
        this(List.of());
    }

    /**
     * Makes a queue that holds at most {@code capacity} items.
     *
     * @param capacity the limit, at least 1
     * @throws IllegalArgumentException if {@code capacity} is less than 1
     */
    public SimpleQueue(int capacity) {
        this(capacity, List.of());
    }

    /**
     * Makes a queue without a limit that holds {@code items}.
     *
     * @param items what it holds at first
     */
    public SimpleQueue(Collection<? extends E> items) {
        this(Integer.MAX_VALUE, items);
    }

    /**
     * Makes a queue that holds {@code items}, which may be more than {@code capacity}: then it is full until enough
     * have been taken out.
     *
     * @param capacity the limit, at least 1
     * @param items what it holds at first
     * @throws IllegalArgumentException if {@code capacity} is less than 1
     */
    public SimpleQueue(int capacity, Collection<? extends E> items) {
        this(new QueueStore.Fifo<>(), capacity, items);
    }

    SimpleQueue(QueueStore<E> store, int capacity, Collection<? extends E> items) {
        super(store, requireCapacity(capacity), items);
    }

    /**
     * Returns the next item without taking it out, waiting for one. Of several that wait here all see the same item.
     *
     * @return the item; when the caller uses it, somebody else may have taken it out
     * @throws QueueShutDownException if the queue was shut down and is empty
     * @switches when it has to wait
     * @gevent {@code peek()}
     */
    public final E peek() {
        return item(look(Long.MAX_VALUE));
    }

    /**
     * Returns the next item without taking it out, waiting at most {@code timeout} for one.
     *
     * @param timeout the longest wait; zero only tries
     * @return the item, or empty if the time passed first
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @throws QueueShutDownException if the queue was shut down and is empty
     * @switches when it has to wait
     * @gevent {@code peek(timeout=...)}, which raises {@code Empty} where this returns empty
     */
    public final Optional<E> peek(Duration timeout) {
        return found(look(Durations.nanos(timeout, "timeout")));
    }

    /**
     * Returns the next item without taking it out, if there is one.
     *
     * @return the item, or empty
     * @throws QueueShutDownException if the queue was shut down and is empty
     * @switches never
     * @gevent {@code peek_nowait()}, which raises {@code Empty} where this returns empty
     */
    public final Optional<E> tryPeek() {
        return found(look(0));
    }

    private @Nullable Object look(long nanos) {
        Waiter waiter;
        mutex.lock();
        try {
            E head = head();
            if (head != null) {
                return head;
            }
            if (isOver()) {
                return SHUT_DOWN;
            }
            waiter = peekers.enter(nanos);
        } finally {
            mutex.unlock();
        }
        return WaitList.await(waiter, peeking, nanos);
    }
}
