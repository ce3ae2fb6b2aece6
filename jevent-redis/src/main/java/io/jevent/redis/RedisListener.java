// SPDX-License-Identifier: Apache-2.0
package io.jevent.redis;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.backplane.Subscribers;
import io.jevent.exceptions.GreenletExit;
import io.jevent.lock.Semaphore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The connection on which the subscribed messages come, and the greenlet that reads it.
 *
 * <p>Invariant: after Redis has confirmed {@link #ALIVE}, the channels that this connection has asked for are those
 * that {@link Subscribers} wants; {@code Link.adapt} brings that about after each change, under {@link #writing}.
 */
final class RedisListener implements Subscribers.Channels {

    /** A channel to which nobody publishes; a connection that listens to none would end. */
    private static final String ALIVE = "jevent:alive";

    private static final System.Logger LOG = System.getLogger("io.jevent.redis");
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration BEAT = Duration.ofSeconds(10);

    private final HostAndPort server;
    private final JedisClientConfig config;
    private final Runnable whenLost;
    private final Subscribers subscribers = new Subscribers(this);
    private final Semaphore writing = new Semaphore(1);
    private final Greenlet<?> reader;
    private final Greenlet<?> beat;

    /** The channels that may have missed messages when their next confirmation comes; guarded by {@link #writing}. */
    private final Set<String> behind = new HashSet<>();

    /** The connection, once Redis has confirmed {@link #ALIVE}. */
    private volatile @Nullable Link link;

    /** Whether the last attempt has failed, or the connection has ended. */
    private volatile boolean isAway;

    /**
     * Starts the greenlets.
     *
     * @param whenLost called when the connection has ended: others to the server have ended as well
     */
    RedisListener(RedisAddress address, Runnable whenLost) {
        this.server = address.server();
        this.whenLost = whenLost;
        this.config = DefaultJedisClientConfig.builder()
                .from(address.config())
                .protocol(RedisProtocol.RESP2) // its PING is answered as a message of a subscriber
                .build();
        reader = Jevent.spawn(this::listen);
        reader.setName("reader of Redis");
        beat = Jevent.spawn(this::beat);
        beat.setName("heartbeat of Redis");
    }

    Subscribers subscribers() {
        return subscribers;
    }

    private void listen() {
        Duration pause = FIRST_PAUSE;
        while (!subscribers.isClosed()) {
            boolean up = false;
            try (var connection = new Connection(server, config)) {
                var fresh = new Link(connection);
                try {
                    fresh.proceed(connection, bytes(ALIVE));
                } finally {
                    up = fresh.confirmed.contains(ALIVE);
                    connection.setBroken();
                }
            } catch (JedisException e) {
                if (subscribers.isClosed()) {
                    return;
                }
                pause = up ? FIRST_PAUSE : longer(pause);
                LOG.log(
                        System.Logger.Level.WARNING,
                        "no messages from Redis at " + server + ", trying again in " + pause.toMillis() + " ms: "
                                + e.getMessage());
            }
            down();
            Jevent.sleep(pause);
        }
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    private void down() {
        isAway = true;
        link = null;
        whenLost.run();
        subscribers.disconnected();
        writing.acquire();
        try {
            behind.addAll(subscribers.channels());
        } finally {
            writing.release();
        }
    }

    private void beat() {
        while (true) {
            Jevent.sleep(BEAT);
            write(BinaryJedisPubSub::ping);
        }
    }

    @Override
    public void opened(String channel) {
        if (isAway) {
            writing.acquire();
            try {
                behind.add(channel);
            } finally {
                writing.release();
            }
        }
        write(Link::adapt);
    }

    @Override
    public void closed(String channel) {
        write(Link::adapt);
    }

    /** Writes to the connection, if there is one; one greenlet at a time. */
    private void write(Consumer<Link> work) {
        writing.acquire();
        try {
            Link current = link;
            if (current != null) {
                work.accept(current);
            }
        } catch (JedisException e) {
            LOG.log(System.Logger.Level.DEBUG, "the reader will find that the connection has ended", e);
        } finally {
            writing.release();
        }
    }

    private static byte[] bytes(String channel) {
        return channel.getBytes(StandardCharsets.UTF_8);
    }

    void close() {
        subscribers.close();
        beat.interrupt(new GreenletExit());
        Link current = link;
        if (current != null) {
            current.cut();
        }
        reader.interrupt(new GreenletExit());
    }

    /** The messages of one connection. The reader's greenlet calls the methods whose names begin with "on". */
    private final class Link extends BinaryJedisPubSub {

        private final Connection connection;
        private final Set<String> asked = new HashSet<>();
        private final Set<String> confirmed = new HashSet<>();

        Link(Connection connection) {
            this.connection = connection;
        }

        /** Asks for the channels that are wanted, and for no others. */
        void adapt() {
            Set<String> wanted = subscribers.channels();
            for (String channel : wanted) {
                if (asked.add(channel)) {
                    subscribe(bytes(channel));
                } else if (confirmed.contains(channel)) {
                    subscribers.connected(channel);
                }
            }
            for (String channel : Set.copyOf(asked)) {
                if (!wanted.contains(channel)) {
                    asked.remove(channel);
                    confirmed.remove(channel);
                    behind.remove(channel);
                    unsubscribe(bytes(channel));
                }
            }
        }

        @Override
        public void onSubscribe(byte[] channel, int channels) {
            String name = new String(channel, StandardCharsets.UTF_8);
            boolean gap;
            writing.acquire();
            try {
                confirmed.add(name);
                gap = behind.remove(name);
            } finally {
                writing.release();
            }
            if (name.equals(ALIVE)) {
                connection.setSoTimeout(Math.toIntExact(BEAT.multipliedBy(2).toMillis()));
                link = this;
                isAway = false;
                write(Link::adapt);
                return;
            }
            if (gap) {
                subscribers.lost(name);
            }
            subscribers.connected(name);
        }

        @Override
        public void onMessage(byte[] channel, byte[] message) {
            subscribers.deliver(new String(channel, StandardCharsets.UTF_8), message);
        }

        /** Ends the wait of the reader. */
        void cut() {
            try {
                connection.forceDisconnect();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "the connection had ended", e);
            }
        }
    }
}
