// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

import io.jevent.queue.Queue;
import io.jevent.queue.QueueStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** A queue that can show its items, which Python prints. */
public final class PythonQueue extends Queue<Object> {

    private final Store store;

    PythonQueue(Store store, int maxSize) {
        super(store, maxSize);
        this.store = store;
    }

    /** {@return a copy of the items, in the order in which {@code get} returns them} */
    public List<Object> items() {
        return store.items();
    }

    /** Keeps the items of a queue. */
    abstract static class Store extends QueueStore<Object> {

        Store() {
            super();
        }

        abstract List<Object> items();

        static Store fifo() {
            return new Deque(false);
        }

        static Store lifo() {
            return new Deque(true);
        }

        static Store ordered(Comparator<Object> order) {
            return new Ordered(order);
        }
    }

    private static final class Deque extends Store {
        private final ArrayDeque<Object> items = new ArrayDeque<>();
        private final boolean last;

        Deque(boolean last) {
            this.last = last;
        }

        @Override
        protected void add(Object item) {
            if (last) {
                items.addFirst(item);
            } else {
                items.addLast(item);
            }
        }

        @Override
        protected @Nullable Object peek() {
            return items.peekFirst();
        }

        @Override
        protected @Nullable Object poll() {
            return items.pollFirst();
        }

        @Override
        protected int size() {
            return items.size();
        }

        @Override
        List<Object> items() {
            return new ArrayList<>(items);
        }
    }

    private static final class Ordered extends Store {
        private final PriorityQueue<Object> items;

        Ordered(Comparator<Object> order) {
            items = new PriorityQueue<>(order);
        }

        @Override
        protected void add(Object item) {
            items.add(item);
        }

        @Override
        protected @Nullable Object peek() {
            return items.peek();
        }

        @Override
        protected @Nullable Object poll() {
            return items.poll();
        }

        @Override
        protected int size() {
            return items.size();
        }

        @Override
        List<Object> items() {
            List<Object> sorted = new ArrayList<>(items);
            @Nullable Comparator<? super Object> order = items.comparator();
            sorted.sort(order);
            return sorted;
        }
    }
}
