// SPDX-License-Identifier: Apache-2.0
package io.jevent.backplane;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Brings messages to all processes that share it, so that a program which outgrows one process changes the line that
 * creates its backplane: {@link #local()}, {@code RedisBackplane} of {@code jevent-redis}, or {@code Cluster.backplane}
 * of {@code jevent-cluster}.
 *
 * <p><b>Guarantees</b> of all of them:
 *
 * <ul>
 *   <li>A message reaches each subscription of its channel at most once, those of the publishing process included.
 *   <li>A subscription receives the messages of one greenlet in the order in which it published them. With Redis, all
 *       subscriptions of a channel receive all of its messages in one order; with a cluster, those of several
 *       publishers may come in another order elsewhere.
 *   <li>A message may be lost: while the connection is down, when a process ends, or when a receiver is more than 1,000
 *       messages behind. A subscription that knows of a loss calls {@link Receiver#gap} before it passes on the next
 *       message. A loss between nodes of a cluster is not noticed. Nothing is stored, so one that must not miss a
 *       message numbers them and reads the missing ones elsewhere.
 * </ul>
 *
 * <p><b>Backpressure:</b> a slow receiver does not slow down publishers; its own queue drops the oldest message, and
 * {@link BackplaneSubscription#missed} counts it.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @since 0.1
 */
public interface Backplane extends AutoCloseable {

    /**
     * Receives the messages of a channel, in a greenlet of the hub that subscribed, one after the other. Both methods
     * may block.
     *
     * @since 0.1
     */
    @FunctionalInterface
    interface Receiver {

        /**
         * Receives a message. If it throws, its greenlet ends, and so does the subscription.
         *
         * @param message the message, which others receive as well: it must not be changed
         * @throws Exception any failure
         */
        void message(byte[] message) throws Exception;

        /**
         * Called when messages may have been lost, after the loss and before any later message: the time to read the
         * state of which the messages are changes. Does nothing by default.
         *
         * @throws Exception any failure; it ends the subscription
         */
        default void gap() throws Exception {}
    }

    /**
     * Creates a backplane of this process alone. A message is lost only if its receiver is too slow.
     *
     * @return the backplane
     * @switches never
     */
    static Backplane local() {
        return new LocalBackplane();
    }

    /**
     * Sends a message to all subscriptions of a channel. It returns when the backplane has taken the message, before it
     * is received.
     *
     * @param channel the name of the channel
     * @param message the message, which must not be changed later
     * @throws IOException if the message is not known to be taken: it is too large, the backplane cannot be reached, or
     *     it is closed. In the second case it may be received all the same
     * @switches when it has to wait
     */
    void publish(String channel, byte[] message) throws IOException;

    /**
     * Sends a text, in UTF-8.
     *
     * @param channel the name of the channel
     * @param text the text
     * @throws IOException as {@link #publish(String, byte[])} does
     * @switches when it has to wait
     */
    default void publish(String channel, String text) throws IOException {
        publish(channel, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Subscribes to a channel. A new greenlet of the current hub calls the receiver. The subscription begins to receive
     * soon afterwards; {@link BackplaneSubscription#await} waits for that.
     *
     * @param channel the name of the channel
     * @param receiver the receiver
     * @return the subscription, to be closed in the end
     * @throws IllegalStateException if the backplane is closed
     * @switches when it has to wait
     */
    BackplaneSubscription subscribe(String channel, Receiver receiver);

    /**
     * Ends all subscriptions, whose receivers get the messages that wait, and the connection. Does not wait for the
     * receivers.
     *
     * @switches when it has to wait
     */
    @Override
    void close();
}
