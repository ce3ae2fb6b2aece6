// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.queue.Queue;
import io.jevent.queue.QueueStore;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A queue of another kind: it drops the oldest items. */
final class Newest {

    private Newest() {}

    // @start region="program"
    /** A queue that holds the newest three items: who is late misses some. */
    static class Latest<E> extends Queue<E> {

        Latest() {
            super(new Ring<>(), Integer.MAX_VALUE); // no capacity: a put never waits
        }

        private static class Ring<E> extends QueueStore<E> {
            private final ArrayDeque<E> items = new ArrayDeque<>();

            @Override
            protected void add(E item) {
                if (items.size() == 3) {
                    items.removeFirst();
                }
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

            @Override
            protected int size() {
                return items.size();
            }
        }
    }

    static void main() {
        var prices = new Latest<Integer>();
        for (int price = 100; price < 110; price++) {
            prices.put(price);
        }
        prices.shutdown();
        prices.forEach(IO::println);
    }
    // @end
}
