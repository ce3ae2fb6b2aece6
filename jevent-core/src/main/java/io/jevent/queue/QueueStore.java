// SPDX-License-Identifier: Apache-2.0
package io.jevent.queue;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The place where a {@link Queue} keeps its items: it decides in which order they come out, and whether an item is kept
 * at all. Extend it and hand it to the constructor of a subclass of {@code Queue} to make a queue of another kind; a
 * store belongs to one queue.
 *
 * <p>The queue calls the methods one at a time, under its internal lock, on the thread of whichever greenlet or thread
 * uses the queue. So they must be short, must neither wait nor use the queue, and need no synchronization. A method
 * that throws must have changed nothing; its exception goes to the caller of the queue's operation, or to the putter of
 * the item.
 *
 * <p>An item that {@link #add} drops, the new one or another for it, counts as done for {@link Queue#join}. If the
 * queue is full, a putter waits also with an item that the store will drop; so give a store that limits itself no
 * capacity.
 *
 * @param <E> the type of the items
 * @gevent {@code _create_queue}, {@code _put}, {@code _get}, {@code _peek} and {@code qsize} of a subclass of
 *     {@code gevent.queue.Queue}
 * @since 0.1
 */
public abstract class QueueStore<E> {

    /** Makes an empty store. */
    protected QueueStore() {}

    /**
     * Returns how many items there are; the queue is full when it has as many as its capacity.
     *
     * @return the number of items
     */
    protected abstract int size();

    /**
     * Stores an item. The number of items grows by one; or it stays as it is, if the store drops the item or another
     * one for it. Not called while the queue is full.
     *
     * @param item the item, not null
     */
    protected abstract void add(E item);

    /**
     * Takes out the next item.
     *
     * @return the item; null only if there is none
     */
    protected abstract @Nullable E poll();

    /**
     * Returns the next item, and changes nothing.
     *
     * @return the item that {@link #poll} would return; null only if there is none
     */
    protected abstract @Nullable E peek();

    /** Whether items may be dropped; false for jevent's own stores, past which an item may go to a waiting getter. */
    boolean mayDrop() {
        return true;
    }

    /** A store that keeps every item until it is taken out. */
    abstract static class Keeping<E> extends QueueStore<E> {
        @Override
        final boolean mayDrop() {
            return false;
        }
    }

    /** First in, first out. */
    static final class Fifo<E> extends Keeping<E> {
        private final ArrayDeque<E> items = new ArrayDeque<>();

        @Override
        protected int size() {
            return items.size();
        }

        @Override
        protected void add(E item) {
            items.addLast(item);
        }

        @Override
        protected @Nullable E poll() {
            return items.pollFirst();
        }

        @Override
        protected @Nullable E peek() {
            return items.peekFirst();
        }
    }

    /** Last in, first out. */
    static final class Lifo<E> extends Keeping<E> {
        private final ArrayDeque<E> items = new ArrayDeque<>();

        @Override
        protected int size() {
            return items.size();
        }

        @Override
        protected void add(E item) {
            items.addLast(item);
        }

        @Override
        protected @Nullable E poll() {
            return items.pollLast();
        }

        @Override
        protected @Nullable E peek() {
            return items.peekLast();
        }
    }

    /** No room at all. */
    static final class None<E> extends Keeping<E> {
        @Override
        protected int size() {
            return 0;
        }

        @Override
        protected void add(E item) {
            throw new AssertionError("a channel keeps nothing");
        }

        @Override
        protected @Nullable E poll() {
            return null;
        }

        @Override
        protected @Nullable E peek() {
            return null;
        }
    }
}
