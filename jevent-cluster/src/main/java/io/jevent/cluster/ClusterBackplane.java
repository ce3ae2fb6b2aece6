// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.backplane.Backplane;
import io.jevent.backplane.BackplaneSubscription;
import io.jevent.backplane.Subscribers;
import io.jevent.hub.Mutex;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** A backplane by the topics of a cluster. */
final class ClusterBackplane implements Backplane, Subscribers.Channels {

    /** The bytes that the cluster adds to those of a message, at most. */
    private static final int ENVELOPE = 512;

    private final Channels cluster;
    private final int largest;
    private final Subscribers subscribers = new Subscribers(this);
    private final Mutex mutex = new Mutex();

    /** Ends the subscription of a topic. */
    private final Map<String, Runnable> ends = new HashMap<>();

    /**
     * Creates a backplane.
     *
     * @param maxMessageSize the limit between nodes in bytes
     */
    ClusterBackplane(Channels cluster, int maxMessageSize) {
        this.cluster = cluster;
        this.largest = maxMessageSize - ENVELOPE;
    }

    private static String topic(String channel) {
        return "backplane " + channel;
    }

    @Override
    public void opened(String channel) {
        Runnable end = cluster.subscribe(topic(channel), message -> subscribers.deliver(channel, (byte[]) message));
        mutex.lock();
        try {
            ends.put(channel, end);
        } finally {
            mutex.unlock();
        }
        subscribers.connected(channel);
    }

    @Override
    public void closed(String channel) {
        Runnable end;
        mutex.lock();
        try {
            end = ends.remove(channel);
        } finally {
            mutex.unlock();
        }
        if (end != null) {
            end.run();
        }
    }

    @Override
    public void publish(String channel, byte[] message) throws IOException {
        if (subscribers.isClosed()) {
            throw new IOException("the backplane is closed");
        }
        if (message.length + channel.length() > largest) {
            throw new IOException("the message has " + message.length + " bytes, but between nodes it may have at most "
                    + largest + " with the name of its channel (ClusterOptions.maxMessageSize)");
        }
        try {
            cluster.publish(topic(channel), message);
        } catch (ClusterClosedException e) {
            throw new IOException("the message cannot be published: " + e.getMessage(), e);
        }
    }

    @Override
    public BackplaneSubscription subscribe(String channel, Receiver receiver) {
        return subscribers.add(channel, receiver);
    }

    @Override
    public void close() {
        subscribers.close();
    }

    @Override
    public String toString() {
        return "backplane by " + cluster;
    }
}
