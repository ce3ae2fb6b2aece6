// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.Timeout;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The actors of one name, one for each key.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @param <M> the type of the messages
 * @param <R> the type of the replies
 * @since 0.1
 */
public final class Actors<M, R extends @Nullable Object> {

    private final Region<M, R> region;

    Actors(Region<M, R> region) {
        this.region = region;
    }

    /**
     * Returns a reference to the actor of a key, wherever it is. The actor need not exist: the first message creates
     * it.
     *
     * @param key the key, not empty
     * @return the reference, which stays valid when the actor moves
     * @throws IllegalArgumentException if {@code key} is empty
     * @switches never
     */
    public ActorRef<M, R> get(String key) {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("a key must not be empty");
        }
        return new ActorRef<>(region, key);
    }

    /**
     * Returns the name of the actors.
     *
     * @return the name
     * @switches never
     */
    public String name() {
        return region.name();
    }

    /**
     * Counts the actors that are in the memory of this node.
     *
     * @return the number; read from another thread than the hub's it may be a little old
     * @switches never
     */
    public int size() {
        return region.size();
    }

    /**
     * Counts the actors in the memory of each node. A node that does not answer in time is left out.
     *
     * @param limit the longest wait
     * @return the numbers, by the address of the node
     * @throws Timeout if there is no answer in time
     * @throws ClusterClosedException if this node has left the cluster
     * @switches when it has to wait
     */
    public Map<String, Integer> sizes(Duration limit) {
        var sizes = new TreeMap<String, Integer>();
        shards(limit)
                .forEach((node, shards) -> sizes.put(
                        node,
                        shards.values().stream().mapToInt(Integer::intValue).sum()));
        return sizes;
    }

    /**
     * Counts the actors of each shard. A shard is a part of the keys that is always on one node, and moves as a whole.
     * A node that does not answer in time is left out.
     *
     * @param limit the longest wait
     * @return for the address of each node its shards, each with the number of actors that are in memory; a cluster of
     *     {@link Cluster#local} has one shard
     * @throws Timeout if there is no answer in time
     * @throws ClusterClosedException if this node has left the cluster
     * @switches when it has to wait
     */
    public Map<String, Map<String, Integer>> shards(Duration limit) {
        return region.shards(limit);
    }

    @Override
    public String toString() {
        return "actors " + region.name();
    }
}
