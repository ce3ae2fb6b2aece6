// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.Greenlet;
import io.jevent.queue.Queue;
import io.jevent.queue.QueueShutDownException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a topic, or the states of a counter or presence, that one subscriber has not taken yet.
 *
 * <p>If it holds its limit of messages, the oldest is dropped for a new one, and {@link #missed} counts it.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @param <T> the type of the messages
 * @since 0.1
 */
public final class Subscription<T> implements Iterable<T>, AutoCloseable {

    private final Queue<T> queue;
    private final AtomicLong missed = new AtomicLong();
    private volatile @Nullable Runnable end;
    private volatile @Nullable Greenlet<?> reader;

    Subscription(int capacity) {
        queue = new Queue<>(capacity);
    }

    void whenClosed(Runnable action) {
        end = action;
    }

    void readBy(Greenlet<?> greenlet) {
        reader = greenlet;
    }

    /** Any thread may call it. */
    void offer(T message) {
        try {
            while (!queue.tryPut(message)) {
                if (queue.tryGet().isPresent()) {
                    missed.incrementAndGet();
                }
            }
        } catch (QueueShutDownException _) {
            // closed in this moment
        }
    }

    /**
     * Waits for the next message. A kill or a timeout ends the wait.
     *
     * @return the message
     * @throws QueueShutDownException if the subscription is closed and empty
     * @switches when it has to wait
     */
    public T get() {
        return queue.get();
    }

    /**
     * Waits for the next message, for some time at most.
     *
     * @param limit the longest wait; zero only tries
     * @return the message, or empty if none came in time
     * @throws QueueShutDownException if the subscription is closed and empty
     * @switches when it has to wait
     */
    public Optional<T> get(Duration limit) {
        return queue.get(limit);
    }

    /**
     * Iterates over the messages, waiting for each, until the subscription is closed.
     *
     * @return an iterator whose {@code hasNext} waits
     */
    @Override
    public Iterator<T> iterator() {
        return queue.iterator();
    }

    /**
     * Counts the messages that were dropped because too many waited.
     *
     * @return the number
     * @switches never
     */
    public long missed() {
        return missed.get();
    }

    /**
     * Ends the subscription: no further message is added, and readers end after those that wait.
     *
     * @switches never
     */
    @Override
    public void close() {
        queue.shutdown();
        Runnable action = end;
        if (action != null) {
            action.run();
        }
    }

    @Override
    public String toString() {
        Greenlet<?> greenlet = reader;
        return "subscription with " + queue.size() + " messages" + (greenlet == null ? "" : " for " + greenlet);
    }
}
