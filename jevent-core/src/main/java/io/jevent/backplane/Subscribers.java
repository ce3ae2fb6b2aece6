// SPDX-License-Identifier: Apache-2.0
package io.jevent.backplane;

import io.jevent.hub.Mutex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The subscriptions of a {@link Backplane} in this process, for those who write one: it passes what comes from outside
 * to the receivers, and tells which channels are wanted.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @audience SPI
 * @since 0.1
 */
public final class Subscribers {

    /**
     * The channels in which this process is interested.
     *
     * @audience SPI
     * @since 0.1
     */
    public interface Channels {

        /**
         * Called for the first subscription of a channel. Calls {@link Subscribers#connected} when its messages arrive.
         *
         * @param channel the name
         */
        void opened(String channel);

        /**
         * Called after the last subscription of a channel was closed.
         *
         * @param channel the name
         */
        void closed(String channel);
    }

    private final Channels channels;
    private final Mutex mutex = new Mutex();
    private final Map<String, List<BackplaneSubscription>> all = new HashMap<>();

    /** The channels whose messages arrive. */
    private final Set<String> arriving = new HashSet<>();

    private boolean closed;

    /**
     * Creates it without subscriptions.
     *
     * @param channels is told which channels are wanted
     */
    public Subscribers(Channels channels) {
        this.channels = Objects.requireNonNull(channels, "channels");
    }

    /**
     * Adds a subscription, and starts the greenlet of its receiver on the current hub.
     *
     * @param channel the name of its channel
     * @param receiver the receiver
     * @return the subscription
     * @throws IllegalStateException after {@link #close}
     * @switches as {@link Channels#opened} does
     */
    public BackplaneSubscription add(String channel, Backplane.Receiver receiver) {
        var subscription = new BackplaneSubscription(
                Objects.requireNonNull(channel, "channel"), Objects.requireNonNull(receiver, "receiver"), this);
        boolean first;
        mutex.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the backplane is closed");
            }
            List<BackplaneSubscription> others = all.computeIfAbsent(channel, _ -> new ArrayList<>());
            first = others.isEmpty();
            others.add(subscription);
            if (arriving.contains(channel)) {
                subscription.connected();
            }
        } finally {
            mutex.unlock();
        }
        subscription.start();
        if (first) {
            channels.opened(channel);
        }
        return subscription;
    }

    void remove(String channel, BackplaneSubscription subscription) {
        boolean last = false;
        mutex.lock();
        try {
            List<BackplaneSubscription> others = all.get(channel);
            if (others != null && others.remove(subscription) && others.isEmpty()) {
                all.remove(channel);
                arriving.remove(channel);
                last = true;
            }
        } finally {
            mutex.unlock();
        }
        if (last) {
            channels.closed(channel);
        }
    }

    private List<BackplaneSubscription> of(String channel) {
        mutex.lock();
        try {
            return List.copyOf(all.getOrDefault(channel, List.of()));
        } finally {
            mutex.unlock();
        }
    }

    /**
     * Passes a message to the subscriptions of its channel. The calls for one channel must come one after the other.
     *
     * @param channel the name of the channel
     * @param message the message
     * @switches never
     */
    public void deliver(String channel, byte[] message) {
        of(channel).forEach(subscription -> subscription.offer(message));
    }

    /**
     * Tells that the messages of a channel arrive from now on.
     *
     * @param channel the name of the channel
     * @switches never
     */
    public void connected(String channel) {
        mutex.lock();
        try {
            if (all.containsKey(channel)) {
                arriving.add(channel);
            }
        } finally {
            mutex.unlock();
        }
        of(channel).forEach(BackplaneSubscription::connected);
    }

    /**
     * Tells that no messages arrive.
     *
     * @switches never
     */
    public void disconnected() {
        mutex.lock();
        try {
            arriving.clear();
        } finally {
            mutex.unlock();
        }
        channels().forEach(channel -> of(channel).forEach(BackplaneSubscription::disconnected));
    }

    /**
     * Tells that messages of a channel may have been lost: its receivers see a {@linkplain Backplane.Receiver#gap gap}.
     *
     * @param channel the name of the channel
     * @switches never
     */
    public void lost(String channel) {
        of(channel).forEach(BackplaneSubscription::lost);
    }

    /**
     * Returns the channels that have subscriptions.
     *
     * @return a copy of their names
     * @switches never
     */
    public Set<String> channels() {
        mutex.lock();
        try {
            return Set.copyOf(all.keySet());
        } finally {
            mutex.unlock();
        }
    }

    /**
     * Whether {@link #close} was called.
     *
     * @return true if so
     * @switches never
     */
    public boolean isClosed() {
        mutex.lock();
        try {
            return closed;
        } finally {
            mutex.unlock();
        }
    }

    /**
     * Ends all subscriptions, and takes no more.
     *
     * @switches as {@link Channels#closed} does
     */
    public void close() {
        mutex.lock();
        try {
            closed = true;
        } finally {
            mutex.unlock();
        }
        for (String channel : channels()) {
            of(channel).forEach(BackplaneSubscription::close);
        }
    }

    @Override
    public String toString() {
        return "subscribers of " + channels();
    }
}
