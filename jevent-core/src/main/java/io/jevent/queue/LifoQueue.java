// SPDX-License-Identifier: Apache-2.0
package io.jevent.queue;

import java.util.Collection;
import java.util.List;

/**
 * A {@link Queue} that hands out first what was put in last. (An item that finds a getter waiting goes to the one that
 * has waited longest.)
 *
 * <p><b>Confinement:</b> thread-safe: greenlets of any hub and plain threads may use it.
 *
 * @param <E> what the queue holds
 * @gevent {@code gevent.queue.LifoQueue}
 * @since 0.1
 */
public final class LifoQueue<E> extends Queue<E> {

    /** Makes a queue without a limit. */
    public LifoQueue() {
        this(List.of());
    }

    /**
     * Makes a queue that holds at most {@code capacity} items.
     *
     * @param capacity the limit, at least 1
     * @throws IllegalArgumentException if {@code capacity} is less than 1
     */
    public LifoQueue(int capacity) {
        super(new QueueStore.Lifo<>(), capacity, List.of());
    }

    /**
     * Makes a queue without a limit that holds {@code items}, which count as tasks.
     *
     * @param items what it holds at first, in the order of their putting
     */
    public LifoQueue(Collection<? extends E> items) {
        super(new QueueStore.Lifo<>(), Integer.MAX_VALUE, items);
    }
}
