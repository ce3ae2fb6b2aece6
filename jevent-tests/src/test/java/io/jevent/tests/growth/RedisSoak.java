// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.growth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javax.net.ssl.SSLContext;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.util.Pool;

/** Commands to Redis over TLS, by greenlets that share a pool with fewer connections. */
final class RedisSoak {

    private static final int ONCE = 1;
    private static final int CONNECTIONS = 3;
    private static final double SECONDS = 0.01;

    private final HostAndPort address;
    private final JedisClientConfig config;
    private RedisClient client;

    @SuppressWarnings("deprecation") // its replacement wants a key store in a file, and reads it for each connection
    RedisSoak(int port, SSLContext trusting) {
        this.address = new HostAndPort("127.0.0.1", port);
        this.config = DefaultJedisClientConfig.builder()
                .ssl(true)
                .sslSocketFactory(trusting.getSocketFactory())
                .build();
    }

    List<Operation> operations() {
        return List.of(
                new Operation("the pool of Redis", ONCE, closing -> {
                    client = closing.add(open());
                    closing.add(this::checkPool);
                    return _ -> CoreOperations.ignore(client.ping());
                }),
                Operation.of("a value", ONCE, number -> value("one", number)),
                Operation.of("another value", ONCE, number -> value("other", number)),
                Operation.of("an item", ONCE, number -> client.rpush("items", "item " + number)),
                Operation.of("waiting for an item", ONCE, _ -> client.blpop(SECONDS, "items")),
                Operation.of(
                        "waiting in vain",
                        ONCE,
                        _ -> assertThat(client.blpop(SECONDS, "none")).isNull()),
                Operation.of("a connection to Redis", ONCE, _ -> {
                    try (var jedis = new Jedis(address, config)) {
                        assertThat(jedis.ping()).isEqualTo("PONG");
                    }
                }));
    }

    private RedisClient open() {
        var pool = new ConnectionPoolConfig();
        pool.setMaxTotal(CONNECTIONS);
        pool.setMaxIdle(CONNECTIONS);
        return RedisClient.builder()
                .hostAndPort(address)
                .clientConfig(config)
                .poolConfig(pool)
                .build();
    }

    /** A connection that was cut short with a response pending would return the response to another command. */
    private void value(String key, int number) {
        String value = key + " " + number;
        client.set(key, value);
        assertThat(client.get(key)).isEqualTo(value);
    }

    private void checkPool() {
        value("last", 1);
        Pool<?> pool = client.getPool();
        assertThat(pool.getNumActive()).as("connections in use").isZero();
        assertThat(pool.getNumWaiters()).as("greenlets that wait").isZero();
        assertThat(pool.getNumIdle()).as("connections").isBetween(1, CONNECTIONS);
    }
}
