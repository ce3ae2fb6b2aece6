// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Brings each message to all who have subscribed, on all nodes.
 *
 * <p>A message is delivered at most once to each subscriber. A subscriber gets the messages of one publisher in their
 * order; those of several publishers may come in another order elsewhere. A new subscription is known to the other
 * nodes after about a second.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @param <T> the type of the messages
 * @since 0.1
 */
public final class Topic<T> {

    private static final int CAPACITY = 1000;

    private final Channels channels;
    private final String name;

    Topic(Channels channels, String name) {
        this.channels = channels;
        this.name = name;
    }

    /**
     * Sends a message to all subscribers. It must not be changed later.
     *
     * @param message the message
     * @throws ClusterClosedException if this node has left the cluster
     * @switches never
     */
    public void publish(T message) {
        channels.publish(name, Objects.requireNonNull(message, "message"));
    }

    /**
     * Subscribes, with a queue of at most 1,000 messages.
     *
     * @return the queue
     * @throws ClusterClosedException if this node has left the cluster
     * @switches never
     */
    public Subscription<T> subscribe() {
        return subscribe(CAPACITY);
    }

    /**
     * Subscribes, with a queue.
     *
     * @param capacity the number of messages that may wait, at least 1; then the oldest is dropped
     * @return the queue
     * @throws ClusterClosedException if this node has left the cluster
     * @switches never
     */
    @SuppressWarnings("unchecked") // the publishers of this topic have a Topic<T> as well
    public Subscription<T> subscribe(int capacity) {
        var subscription = new Subscription<T>(capacity);
        subscription.whenClosed(channels.subscribe(name, message -> subscription.offer((T) message)));
        return subscription;
    }

    /**
     * Subscribes, with a callback: a new greenlet of the current hub calls it with one message after the other, until
     * the subscription is closed. The callback may block. If it throws, its greenlet ends, and so does the
     * subscription.
     *
     * @param receiver the callback
     * @return the subscription
     * @throws ClusterClosedException if this node has left the cluster
     * @switches never
     */
    public Subscription<T> subscribe(Consumer<? super T> receiver) {
        Subscription<T> subscription = subscribe();
        Greenlet<?> reader = Jevent.spawn(() -> {
            try (subscription) {
                for (T message : subscription) {
                    receiver.accept(message);
                }
            }
        });
        reader.setName("topic " + name);
        subscription.readBy(reader);
        return subscription;
    }

    /**
     * Returns the name of the topic.
     *
     * @return the name
     * @switches never
     */
    public String name() {
        return name;
    }

    @Override
    public String toString() {
        return "topic " + name;
    }
}
