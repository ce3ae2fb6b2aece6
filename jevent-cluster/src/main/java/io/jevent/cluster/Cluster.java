// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.backplane.Backplane;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Programs on several machines that share actors and topics; or one hub that has them alone, with the same interface.
 *
 * <pre>{@code
 * try (Cluster cluster = Cluster.local()) {
 *     Actors<String, Integer> visits = cluster.actors("visits", _ -> new Visits());
 *     int count = visits.get("/home").ask("seen", Duration.ofSeconds(1));
 * }
 * }</pre>
 *
 * <p><b>Confinement:</b> thread-safe: any thread may use it; the actors run on the hub that started it.
 *
 * @since 0.1
 */
public sealed interface Cluster extends AutoCloseable permits LocalCluster, PekkoCluster {

    /**
     * Creates a cluster that is the current hub alone: no port, no thread, no copy of a message. It works in virtual
     * time and in simulations.
     *
     * @return the cluster; closing it ends its actors
     * @switches never
     */
    static Cluster local() {
        return new LocalCluster();
    }

    /**
     * Joins a cluster, or founds one, and waits until this node is a member. Pekko runs on its own daemon threads; the
     * actors of this node run on the current hub, which does not end while it is a member. When the JVM shuts down, for
     * example by SIGTERM, the node leaves as {@link #close} does.
     *
     * @param options where and how
     * @return the node
     * @throws ClusterClosedException if no cluster could be joined in time
     * @throws IllegalArgumentException if an option is wrong
     * @throws java.io.UncheckedIOException with a {@link java.net.BindException} if its address is in use, or none of
     *     this machine
     * @switches always
     */
    static Cluster start(ClusterOptions options) {
        return ClusterStart.start(options);
    }

    /**
     * Returns the actors of a name, with {@link ActorOptions#DEFAULT}.
     *
     * @param <M> the type of the messages
     * @param <R> the type of the replies
     * @param name the name; each node must give it the same factory
     * @param factory creates the actor of a key, for example {@code Room::new}
     * @return the actors
     * @throws IllegalArgumentException if the name is in use
     * @throws ClusterClosedException if this node has left the cluster
     * @switches never
     */
    default <M, R extends @Nullable Object> Actors<M, R> actors(
            String name, Function<String, ? extends KeyedActor<M, R>> factory) {
        return actors(name, factory, ActorOptions.DEFAULT);
    }

    /**
     * Returns the actors of a name.
     *
     * @param <M> the type of the messages
     * @param <R> the type of the replies
     * @param name the name; each node must give it the same factory
     * @param factory creates the actor of a key, for example {@code Room::new}
     * @param options the same on each node
     * @return the actors
     * @throws IllegalArgumentException if the name is in use
     * @throws ClusterClosedException if this node has left the cluster
     * @switches never
     */
    <M, R extends @Nullable Object> Actors<M, R> actors(
            String name, Function<String, ? extends KeyedActor<M, R>> factory, ActorOptions options);

    /**
     * Returns the durable actors of a name, with {@link ActorOptions#DEFAULT}.
     *
     * @param <M> the type of the messages
     * @param <R> the type of the replies
     * @param <E> the type of the events
     * @param name the name, under which their events are stored; each node must give it the same factory
     * @param factory creates the actor of a key
     * @return the actors
     * @throws IllegalArgumentException if the name is in use
     * @throws ClusterClosedException if this node has left the cluster
     * @switches never
     */
    default <M, R extends @Nullable Object, E> Actors<M, R> durable(
            String name, Function<String, ? extends DurableActor<M, R, E>> factory) {
        return durable(name, factory, ActorOptions.DEFAULT);
    }

    /**
     * Returns the durable actors of a name.
     *
     * @param <M> the type of the messages
     * @param <R> the type of the replies
     * @param <E> the type of the events
     * @param name the name, under which their events are stored; each node must give it the same factory
     * @param factory creates the actor of a key
     * @param options the same on each node
     * @return the actors
     * @throws IllegalArgumentException if the name is in use
     * @throws ClusterClosedException if this node has left the cluster
     * @switches never
     */
    <M, R extends @Nullable Object, E> Actors<M, R> durable(
            String name, Function<String, ? extends DurableActor<M, R, E>> factory, ActorOptions options);

    /**
     * Returns the one actor of a name. It is created now, not at the first message, on the oldest node, and never
     * leaves for idleness.
     *
     * @param <M> the type of the messages
     * @param <R> the type of the replies
     * @param name the name, which is the actor's key as well
     * @param factory creates the actor
     * @return a reference to it
     * @throws IllegalArgumentException if the name is in use
     * @throws ClusterClosedException if this node has left the cluster
     * @switches never
     */
    <M, R extends @Nullable Object> ActorRef<M, R> singleton(
            String name, Function<String, ? extends KeyedActor<M, R>> factory);

    /**
     * Returns the topic of a name.
     *
     * @param <T> the type of the messages
     * @param name the name; each node must use it for the same type
     * @return the topic
     * @switches never
     */
    <T> Topic<T> topic(String name);

    /**
     * Returns the counter of a name.
     *
     * @param name the name
     * @return the counter
     * @throws ClusterClosedException if this node has left the cluster
     * @switches never
     */
    Counter counter(String name);

    /**
     * Returns the presence of a name. Keep it: each call returns one that counts anew who has entered on this node.
     *
     * @param name the name, for example of a room
     * @return the presence
     * @throws ClusterClosedException if this node has left the cluster
     * @switches never
     */
    Presence presence(String name);

    /**
     * Creates a backplane by the topics of this cluster, for example for a {@code SharedBroadcast}, in place of one by
     * Redis. Close it in the end; the cluster stays.
     *
     * <p>A message is in the memory of the nodes alone, and the connection between two of them gives it to the other at
     * most once. {@link Backplane#publish} never blocks; it throws an {@code IOException} if this node has left, or if
     * the message is larger than {@link ClusterOptions#maxMessageSize} less 512 bytes. A new subscription is known to
     * the other nodes after about a second. A message that is lost between nodes, because one ends or cannot be
     * reached, causes no {@linkplain Backplane.Receiver#gap gap}.
     *
     * @return the backplane
     * @throws ClusterClosedException if this node has left the cluster
     * @switches never
     */
    Backplane backplane();

    /**
     * Whether this node is a member that can serve: for health checks.
     *
     * @return false once this node leaves, the cluster is closed, or has removed this node
     * @switches never
     */
    boolean isUp();

    /**
     * Waits until this node is no member any more: it was closed, or the cluster has removed it. A program whose node
     * was removed should end, and be started again. A kill or a timeout ends the wait.
     *
     * @switches when it has to wait
     */
    void awaitEnd();

    /**
     * Returns what this node knows of the cluster, and what its actors have to do. {@link Actors#sizes} asks the other
     * nodes.
     *
     * @return the report
     * @switches never
     */
    ClusterReport report();

    /**
     * Returns the address at which the other nodes reach this one.
     *
     * @return {@code host:port}, or {@code local}
     * @switches never
     */
    String address();

    /**
     * Leaves the cluster in an orderly way: hands the actors over after the messages in their mailboxes, and calls
     * {@link KeyedActor#stopped}. Blocks until that is done.
     *
     * @switches when it has to wait
     */
    @Override
    void close();
}
