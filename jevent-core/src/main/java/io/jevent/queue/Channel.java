// SPDX-License-Identifier: Apache-2.0
package io.jevent.queue;

import java.util.List;

/**
 * Hands items over without keeping any: a put returns only when a getter has taken the item.
 *
 * <p>Its size is always zero; it is empty and full at the same time. A putter that finds a getter waiting hands over
 * without switching.
 *
 * <p><b>Confinement:</b> thread-safe: greenlets of any hub and plain threads may use it.
 *
 * @param <E> what goes through the channel
 * @gevent {@code gevent.queue.Channel}
 */
public final class Channel<E> extends BaseQueue<E> {

    /** Makes a channel. */
    public Channel() {
        super(new Store.None<>(), 0, List.of());
    }

    /**
     * Returns how many more putters than getters wait.
     *
     * @return positive if putters wait, negative if getters do
     * @gevent {@code balance}
     */
    public int balance() {
        mutex.lock();
        try {
            return putters.size() - getters.size();
        } finally {
            mutex.unlock();
        }
    }
}
