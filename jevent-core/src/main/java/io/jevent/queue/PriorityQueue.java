// SPDX-License-Identifier: Apache-2.0
package io.jevent.queue;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * A {@link Queue} that hands out the smallest item first, and of items that compare as equal the one that was put in
 * first.
 *
 * <p>The comparator runs inside of the queue's operations: it must neither wait nor use this queue. Its exceptions go
 * to the caller of the operation, or to the putter of the item, and change nothing in the queue.
 *
 * <p><b>Confinement:</b> thread-safe: greenlets of any hub and plain threads may use it.
 *
 * @param <E> what the queue holds
 * @gevent {@code gevent.queue.PriorityQueue}, which promises nothing about equal items
 * @since 0.1
 */
public final class PriorityQueue<E> extends Queue<E> {

    /** Makes a queue without a limit, of items that are {@link Comparable} with each other. */
    public PriorityQueue() {
        this(Integer.MAX_VALUE);
    }

    /**
     * Makes a queue that holds at most {@code capacity} items that are {@link Comparable} with each other.
     *
     * @param capacity the limit, at least 1
     * @throws IllegalArgumentException if {@code capacity} is less than 1
     */
    public PriorityQueue(int capacity) {
        this(capacity, PriorityQueue::compareNaturally);
    }

    /**
     * Makes a queue without a limit.
     *
     * @param order compares items; the smallest comes first
     */
    public PriorityQueue(Comparator<? super E> order) {
        this(Integer.MAX_VALUE, order);
    }

    /**
     * Makes a queue that holds at most {@code capacity} items.
     *
     * @param capacity the limit, at least 1
     * @param order compares items; the smallest comes first
     * @throws IllegalArgumentException if {@code capacity} is less than 1
     */
    public PriorityQueue(int capacity, Comparator<? super E> order) {
        super(new Heap<>(order), capacity, List.of());
    }

    /**
     * Makes a queue without a limit that holds {@code items}, which count as tasks and are {@link Comparable} with each
     * other.
     *
     * @param items what it holds at first
     */
    public PriorityQueue(Collection<? extends E> items) {
        super(new Heap<>(PriorityQueue::compareNaturally), Integer.MAX_VALUE, items);
    }

    @SuppressWarnings("unchecked")
    private static int compareNaturally(Object a, Object b) {
        if (a instanceof Comparable<?> comparable) {
            return ((Comparable<Object>) comparable).compareTo(b);
        }
        throw new ClassCastException(
                a.getClass().getName() + " is not Comparable; give the PriorityQueue a comparator");
    }
}
