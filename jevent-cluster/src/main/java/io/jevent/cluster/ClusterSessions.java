// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.cluster.SessionMessage.Drop;
import io.jevent.cluster.SessionMessage.DropAll;
import io.jevent.cluster.SessionMessage.Load;
import io.jevent.cluster.SessionMessage.Save;
import io.jevent.http.SessionStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the sessions of an HTTP server in a cluster: {@code Sessions.in(ClusterSessions.of(cluster))}. A login at one
 * node is valid at all, and once it is ended at one, no node accepts it any more. Needs {@code jevent-http}.
 *
 * <p>64 actors, spread over the nodes, have the sessions, each at most 2,000 of them; then the least recently used
 * ends. As one actor alone decides about a session, a request that is being served elsewhere cannot bring an ended one
 * back. Each request with a cookie costs one ask.
 *
 * <p>While a node's actors move, because it has ended, requests wait for up to 15 s.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @since 0.1
 */
public final class ClusterSessions implements SessionStore {

    private static final int BUCKETS = 64;
    private static final String NAME = "jevent-sessions";
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final ActorOptions OPTIONS = ActorOptions.DEFAULT.withIdle(Duration.ZERO);

    private final Actors<SessionMessage, Object> buckets;

    private ClusterSessions(Actors<SessionMessage, Object> buckets) {
        this.buckets = buckets;
    }

    /**
     * Keeps sessions in the memory of the nodes: those that a node has end with it, and when they move to another node.
     * Their users log in again.
     *
     * @param cluster the cluster; each node calls this once
     * @return the store
     * @throws IllegalArgumentException if the cluster has one already
     * @throws ClusterClosedException if this node has left the cluster
     * @switches never
     */
    public static ClusterSessions of(Cluster cluster) {
        return new ClusterSessions(cluster.actors(
                NAME,
                _ -> {
                    var bucket = new SessionBucket();
                    return message -> bucket.receive(message, bucket::apply);
                },
                OPTIONS));
    }

    /**
     * Stores each change of a session in the cluster's storage, so that sessions outlive nodes. The lifetime of a
     * session begins anew when it moves to another node.
     *
     * @param cluster the cluster, with {@link ClusterOptions#storage}; each node calls this once
     * @return the store
     * @throws IllegalArgumentException if the cluster has one already
     * @throws IllegalStateException if the cluster has no storage
     * @throws ClusterClosedException if this node has left the cluster
     * @switches never
     */
    public static ClusterSessions durable(Cluster cluster) {
        return new ClusterSessions(cluster.durable(NAME, _ -> new DurableSessionBucket(), OPTIONS));
    }

    private Object ask(String key, SessionMessage message) {
        try {
            return buckets.get(key).ask(message, LIMIT);
        } catch (ActorFailedException | ClusterClosedException e) {
            throw new UncheckedIOException(new IOException("the cluster cannot be asked for sessions", e));
        }
    }

    private static String bucket(String token) {
        return Integer.toString(Math.floorMod(token.hashCode(), BUCKETS));
    }

    @Override
    @SuppressWarnings("unchecked") // as SessionBucket replies
    public Map<String, String> load(String token, Duration age) {
        return token.isEmpty() ? Map.of() : (Map<String, String>) ask(bucket(token), new Load(token, age));
    }

    @Override
    public @Nullable String save(String token, Map<String, String> values, Duration age) {
        boolean isNew = token.isEmpty();
        String key = isNew ? SessionStore.newToken() : token;
        boolean stored = (Boolean) ask(bucket(key), new Save(key, isNew, Map.copyOf(values), age));
        return stored ? key : null;
    }

    @Override
    public boolean drop(String token) {
        return !token.isEmpty() && (Boolean) ask(bucket(token), new Drop(token));
    }

    @Override
    public int dropAll(String name, String value) {
        int ended = 0;
        for (int i = 0; i < BUCKETS; i++) {
            ended += (Integer) ask(Integer.toString(i), new DropAll(name, value));
        }
        return ended;
    }

    @Override
    public String toString() {
        return "sessions in a cluster";
    }
}
