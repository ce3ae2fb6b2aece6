// SPDX-License-Identifier: Apache-2.0
package io.jevent.queue;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The order in which a queue gives out what it keeps. Used under the queue's mutex; what throws has changed nothing.
 *
 * @param <E> what it keeps
 */
abstract class Store<E> {

    abstract int size();

    abstract void add(E item);

    /** Takes out the next item; null if there is none. */
    abstract @Nullable E poll();

    /** Returns the next item; null if there is none. */
    abstract @Nullable E peek();

    /** First in, first out. */
    static final class Fifo<E> extends Store<E> {
        private final ArrayDeque<E> items = new ArrayDeque<>();

        @Override
        int size() {
            return items.size();
        }

        @Override
        void add(E item) {
            items.addLast(item);
        }

        @Override
        @Nullable
        E poll() {
            return items.pollFirst();
        }

        @Override
        @Nullable
        E peek() {
            return items.peekFirst();
        }
    }

    /** Last in, first out. */
    static final class Lifo<E> extends Store<E> {
        private final ArrayDeque<E> items = new ArrayDeque<>();

        @Override
        int size() {
            return items.size();
        }

        @Override
        void add(E item) {
            items.addLast(item);
        }

        @Override
        @Nullable
        E poll() {
            return items.pollLast();
        }

        @Override
        @Nullable
        E peek() {
            return items.peekLast();
        }
    }

    /** No room at all. */
    static final class None<E> extends Store<E> {
        @Override
        int size() {
            return 0;
        }

        @Override
        void add(E item) {
            throw new AssertionError("a channel keeps nothing");
        }

        @Override
        @Nullable
        E poll() {
            return null;
        }

        @Override
        @Nullable
        E peek() {
            return null;
        }
    }
}
