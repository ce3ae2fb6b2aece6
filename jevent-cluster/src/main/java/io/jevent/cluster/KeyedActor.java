// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import org.jspecify.annotations.Nullable;

/**
 * The state behind one key, and what a message does to it. A cluster keeps at most one per key at any time, on one of
 * its nodes, and creates it when the first message comes.
 *
 * <pre>{@code
 * class Visits implements KeyedActor<String, Integer> {
 *     int count;
 *     public Integer receive(String page) { return ++count; }
 * }
 * }</pre>
 *
 * <p>All methods run in one greenlet, an {@link io.jevent.actor.Actor} of the hub that started the cluster on that
 * node. They may block; the next message waits.
 *
 * <p><b>Confinement:</b> hub-confined to the hub that started the cluster.
 *
 * @param <M> the type of the messages
 * @param <R> the type of the replies
 * @since 0.1
 */
@FunctionalInterface
public interface KeyedActor<M, R extends @Nullable Object> {

    /**
     * Handles one message. If it throws, the sender's ask fails with an {@link ActorFailedException}, and this object
     * is dropped: the next message gets a new one.
     *
     * @param message the message
     * @return the reply; nobody receives it if the message was told
     * @throws Exception the reason why the message was not handled
     */
    R receive(M message) throws Exception;

    /**
     * Prepares the object before its first message.
     *
     * @throws Exception the reason why it cannot start; the first message fails with it
     */
    default void started() throws Exception {}

    /**
     * Called after the last message when the object leaves: it was idle for too long, its key moves to another node, or
     * the cluster closes. It is not called after a failure or a kill.
     *
     * @throws Exception any failure; it is printed
     */
    default void stopped() throws Exception {}
}
