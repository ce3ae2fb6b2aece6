// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

import io.jevent.queue.Queue;
import io.jevent.queue.QueueStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A queue that can show its items, which Python prints. */
public final class PythonQueue extends Queue<Object> {

    private final Store store;

    PythonQueue(Store store, int maxSize) {
        super(store, maxSize);
        this.store = store;
    }

    /** {@return a copy of the items: as {@code get} returns them, or as the heap of an ordered queue has them} */
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

    /** A heap that moves its items as Python's heapq does, so that equal items come out in the same order. */
    private static final class Ordered extends Store {
        private final ArrayList<Object> heap = new ArrayList<>();
        private final Comparator<Object> order;

        Ordered(Comparator<Object> order) {
            this.order = order;
        }

        @Override
        protected void add(Object item) {
            heap.add(item);
            moveToRoot(heap.size() - 1);
        }

        @Override
        protected @Nullable Object peek() {
            return heap.isEmpty() ? null : heap.getFirst();
        }

        @Override
        protected @Nullable Object poll() {
            if (heap.isEmpty()) {
                return null;
            }
            Object last = heap.removeLast();
            if (heap.isEmpty()) {
                return last;
            }
            Object first = heap.set(0, last);
            moveToRoot(moveToLeaf());
            return first;
        }

        /** Moves the root below the smaller child of each level; returns the leaf that it became. */
        private int moveToLeaf() {
            int at = 0;
            while (at < heap.size() / 2) {
                int child = 2 * at + 1;
                if (child + 1 < heap.size() && order.compare(heap.get(child), heap.get(child + 1)) >= 0) {
                    child++;
                }
                Collections.swap(heap, at, child);
                at = child;
            }
            return at;
        }

        private void moveToRoot(int from) {
            int at = from;
            while (at > 0 && order.compare(heap.get(at), heap.get((at - 1) / 2)) < 0) {
                Collections.swap(heap, at, (at - 1) / 2);
                at = (at - 1) / 2;
            }
        }

        @Override
        protected int size() {
            return heap.size();
        }

        @Override
        List<Object> items() {
            return new ArrayList<>(heap);
        }
    }
}
