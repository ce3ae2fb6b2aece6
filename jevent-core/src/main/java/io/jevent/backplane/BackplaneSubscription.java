// SPDX-License-Identifier: Apache-2.0
package io.jevent.backplane;

import io.jevent.Jevent;
import io.jevent.backplane.Backplane.Receiver;
import io.jevent.event.Event;
import io.jevent.queue.Queue;
import io.jevent.queue.QueueShutDownException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A subscription of a channel of a {@link Backplane}.
 *
 * <p>Invariant: a receiver that has not seen a gap yet is told before it gets the next message.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @since 0.1
 */
public final class BackplaneSubscription implements AutoCloseable {

    private static final int CAPACITY = 1000;

    /** Wakes the greenlet for a gap that no message follows. */
    private static final byte[] WAKE = new byte[0];

    private final String channel;
    private final Receiver receiver;
    private final Subscribers owner;
    private final Queue<byte[]> queue = new Queue<>(CAPACITY);
    private final Event connected = new Event();
    private final AtomicBoolean gap = new AtomicBoolean();
    private final AtomicLong missed = new AtomicLong();

    BackplaneSubscription(String channel, Receiver receiver, Subscribers owner) {
        this.channel = channel;
        this.receiver = receiver;
        this.owner = owner;
    }

    /** Starts the greenlet that calls the receiver. */
    void start() {
        Jevent.spawn(this::read).setName("backplane channel " + channel);
    }

    private Void read() throws Exception {
        try {
            for (byte[] message : queue) {
                if (gap.getAndSet(false)) {
                    receiver.gap();
                }
                if (message != WAKE) {
                    receiver.message(message);
                }
            }
        } finally {
            close();
        }
        return null;
    }

    /** Puts a message into the queue; any thread may call it. */
    void offer(byte[] message) {
        try {
            while (!queue.tryPut(message)) {
                if (queue.tryGet().filter(oldest -> oldest != WAKE).isPresent()) {
                    missed.incrementAndGet();
                    gap.set(true);
                }
            }
        } catch (QueueShutDownException _) {
            // closed in this moment
        }
    }

    /** Messages arrive from now on. */
    void connected() {
        connected.set();
    }

    /** Messages do not arrive at present. */
    void disconnected() {
        connected.clear();
    }

    /** Messages may have been lost. */
    void lost() {
        gap.set(true);
        offer(WAKE);
    }

    /**
     * Waits until messages of others arrive: Redis has confirmed the subscription, or this node of a cluster has it;
     * the other nodes know it about a second later. A kill or a timeout ends the wait.
     *
     * @param limit the longest wait; zero only looks
     * @return false if the time has passed
     * @switches when it has to wait
     */
    public boolean await(Duration limit) {
        return connected.await(limit);
    }

    /**
     * Counts the messages that were dropped because 1,000 waited for the receiver. Those that were lost elsewhere are
     * unknown.
     *
     * @return the number
     * @switches never
     */
    public long missed() {
        return missed.get();
    }

    /**
     * Ends the subscription; the receiver gets the messages that wait. Does nothing if it has ended.
     *
     * @switches when it has to wait
     */
    @Override
    public void close() {
        queue.shutdown();
        owner.remove(channel, this);
    }

    @Override
    public String toString() {
        return "subscription of channel " + channel + " with " + queue.size() + " messages";
    }
}
