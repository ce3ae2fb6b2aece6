// SPDX-License-Identifier: Apache-2.0
package io.jevent.redis;

import io.jevent.backplane.Backplane;
import io.jevent.backplane.BackplaneSubscription;
import io.jevent.backplane.Subscribers;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A {@link Backplane} by Redis: channels are those of its {@code PUBLISH} and {@code SUBSCRIBE}, so other programs may
 * use them too.
 *
 * <p><b>Order:</b> Redis puts the messages of a channel into one order, in which all subscriptions receive them.
 *
 * <p><b>Loss:</b> while Redis is away, {@link #publish} throws, at the latest after the time limits of the client (2 s
 * by default to connect, and 2 s for the reply). A greenlet tries to connect again after 100 ms, then after twice the
 * pause of before, at most 2 s. When the subscriptions are back, each receiver sees a {@linkplain Receiver#gap gap}:
 * Redis does not store what was published meanwhile. A connection on which nothing comes for 20 s, although it is asked
 * every 10 s, counts as lost.
 *
 * <p><b>Limits:</b> 512 MB for a message, by Redis. A receiver does not slow down the connection; if the process as a
 * whole reads too slowly, Redis ends the connection ({@code client-output-buffer-limit pubsub}), and a gap follows.
 *
 * <p>The client is Jedis. It blocks greenlets only, but the JDK's look-up of a host name blocks the hub; use an address
 * or the agent of {@code jevent-monkey} if the name server may be slow.
 *
 * <p><b>Confinement:</b> thread-safe. Its greenlets run on the hub that created it, and end when it is closed.
 *
 * @since 0.1
 */
public final class RedisBackplane implements Backplane {

    private final HostAndPort server;
    private final RedisClient client;
    private final Subscribers subscribers;
    private final RedisListener listener;

    private RedisBackplane(RedisAddress address) {
        server = address.server();
        client = address.connect();
        listener = new RedisListener(address, client.getPool()::clear);
        subscribers = listener.subscribers();
    }

    /**
     * Creates a backplane. It connects in the background.
     *
     * @param redis the server: {@code redis://host:port}, {@code rediss://} for TLS, with {@code user:password@} before
     *     the host if it wants them
     * @return the backplane
     * @throws IllegalArgumentException if it is no such URI
     * @switches never
     */
    public static RedisBackplane create(URI redis) {
        return new RedisBackplane(RedisAddress.of(redis));
    }

    /**
     * Creates a backplane, with settings of Jedis, for example certificates of its own.
     *
     * @param server the host and the port
     * @param config the settings of each connection
     * @return the backplane
     * @switches never
     */
    public static RedisBackplane create(HostAndPort server, JedisClientConfig config) {
        return new RedisBackplane(
                new RedisAddress(Objects.requireNonNull(server, "server"), Objects.requireNonNull(config, "config")));
    }

    @Override
    public void publish(String channel, byte[] message) throws IOException {
        if (subscribers.isClosed()) {
            throw new IOException("the backplane is closed");
        }
        try {
            client.publish(channel.getBytes(StandardCharsets.UTF_8), message);
        } catch (JedisException e) {
            throw new IOException("Redis at " + server + " does not take the message: " + e.getMessage(), e);
        }
    }

    @Override
    public BackplaneSubscription subscribe(String channel, Receiver receiver) {
        return subscribers.add(channel, receiver);
    }

    @Override
    public void close() {
        listener.close();
        client.close();
    }

    @Override
    public String toString() {
        return "backplane by Redis at " + server;
    }
}
