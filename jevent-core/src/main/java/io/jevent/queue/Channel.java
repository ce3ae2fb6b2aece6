// SPDX-License-Identifier: Apache-2.0
package io.jevent.queue;

import io.jevent.exceptions.PinnedException;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.RawGreenlet;
import io.jevent.hub.Waiter;
import java.util.List;

/**
 * Hands items over without keeping any: a rendezvous. A put that waits returns when a getter has the item and, if the
 * getter is a greenlet of the same hub, has run up to its next wait.
 *
 * <p>Its size is always zero; it is empty and full at the same time. {@link #tryPut}, and a put in a callback of a hub,
 * hand over to a getter that waits without switching.
 *
 * <p><b>Confinement:</b> thread-safe: greenlets of any hub and plain threads may use it.
 *
 * @param <E> what goes through the channel
 * @gevent {@code gevent.queue.Channel}
 * @since 0.1
 */
public final class Channel<E> extends BaseQueue<E> {

    /** Makes a channel. */
    public Channel() {
        super(new QueueStore.None<>(), 0, List.of());
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

    /** Raises what is pending while the item is still the putter's. */
    @Override
    void beforePut(long nanos) {
        if (nanos > 0) {
            CurrentGreenlet.checkpoint();
        }
    }

    /** Lets a getter of this hub, which is ready now, run first. */
    @Override
    void handedOver(Waiter getter, long nanos) {
        if (nanos > 0
                && getter instanceof RawGreenlet greenlet
                && greenlet.hub().isCurrent()
                && CurrentGreenlet.get() != null) {
            try {
                CurrentGreenlet.sleep(0);
            } catch (PinnedException _) {
                // the item is handed over, and this greenlet cannot leave the thread to the getter
            }
        }
    }
}
