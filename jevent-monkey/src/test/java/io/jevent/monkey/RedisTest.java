// SPDX-License-Identifier: Apache-2.0
package io.jevent.monkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.testing.junit.HubTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.example.foreign.Servers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Jedis as it comes, with a real Redis. */
class RedisTest {

    private static final int GREENLETS = 200;

    private static Servers redis;

    @BeforeAll
    static void start() throws Exception {
        redis = Servers.redis();
        Monkey.patchAll();
    }

    @AfterAll
    static void stop() throws Exception {
        if (redis != null) {
            redis.close();
        }
    }

    private static RedisClient pooled(int connections) {
        var config = new ConnectionPoolConfig();
        config.setMaxTotal(connections);
        config.setMaxIdle(connections);
        return RedisClient.builder()
                .hostAndPort("127.0.0.1", redis.port())
                .poolConfig(config)
                .build();
    }

    @HubTest(realTime = true)
    void twoHundredGreenletsAndABlockingPopNeverHoldUpTheTicker() {
        try (var beats = Beats.watch();
                RedisClient jedis = pooled(20)) {
            jedis.flushAll();
            Greenlet<List<String>> popping = Jevent.spawn(() -> jedis.blpop(0, "list"));
            List<Greenlet<Void>> all = new ArrayList<>();
            for (int g = 0; g < GREENLETS; g++) {
                String key = "key" + g;
                all.add(Jevent.spawn(() -> {
                    for (int i = 0; i < 20; i++) {
                        jedis.set(key, key + "=" + i);
                        assertThat(jedis.get(key)).isEqualTo(key + "=" + i);
                    }
                    return null;
                }));
            }
            Jevent.joinAll(all);
            beats.mustGoOnWhile(() -> !popping.isDead());
            jedis.rpush("list", "value");
            assertThat(popping.result()).containsExactly("list", "value");
        }
    }

    @HubTest(realTime = true)
    void aConnectionWhoseGreenletTimesOutIsNotUsedAgain() {
        try (RedisClient jedis = pooled(1)) {
            Greenlet<List<String>> popping = Jevent.spawn(() -> {
                try (var _ = Timeout.startNew(Duration.ofMillis(50))) {
                    return jedis.blpop(30, "never");
                }
            });
            assertThatThrownBy(popping::result).isInstanceOf(Timeout.class);
            assertThat(jedis.getPool().getNumActive() + jedis.getPool().getNumIdle())
                    .as("connections kept")
                    .isZero();
            jedis.set("key", "after the timeout");
            assertThat(jedis.get("key")).isEqualTo("after the timeout");
        }
    }

    @HubTest(realTime = true)
    void aConnectionWhoseGreenletIsKilledIsNotUsedAgain() {
        try (RedisClient jedis = pooled(1)) {
            Greenlet<List<String>> popping = Jevent.spawn(() -> jedis.blpop(30, "never"));
            Jevent.sleep(Duration.ofMillis(50));
            popping.kill();
            assertThat(popping.isDead()).isTrue();
            jedis.set("key", "after the kill");
            assertThat(jedis.get("key")).isEqualTo("after the kill");
        }
    }

    @HubTest(realTime = true)
    void aServerMayDieInTheMiddleOfARequestAndComeBack() throws Exception {
        try (RedisClient jedis = pooled(4)) {
            Greenlet<List<String>> popping = Jevent.spawn(() -> jedis.blpop(30, "never"));
            Jevent.sleep(Duration.ofMillis(50));
            redis.die();
            assertThatThrownBy(popping::result).isInstanceOf(JedisConnectionException.class);
            assertThatThrownBy(() -> jedis.get("key")).isInstanceOf(JedisConnectionException.class);
            redis.start();
            jedis.set("key", "back");
            assertThat(jedis.get("key")).isEqualTo("back");
        }
    }

    @HubTest(realTime = true)
    void messagesArePublishedToAGreenletThatSubscribed() {
        try (RedisClient jedis = pooled(4)) {
            var got = new ArrayList<String>();
            var subscriber = new redis.clients.jedis.JedisPubSub() {
                @Override
                public void onMessage(String channel, String message) {
                    got.add(message);
                    if (got.size() == 3) {
                        unsubscribe();
                    }
                }
            };
            Greenlet<Void> listening = Jevent.spawn(() -> {
                jedis.subscribe(subscriber, "news");
                return null;
            });
            while (!subscriber.isSubscribed()) {
                Jevent.sleep(Duration.ofMillis(1));
            }
            for (int i = 0; i < 3; i++) {
                jedis.publish("news", "message " + i);
            }
            listening.join();
            assertThat(got).containsExactly("message 0", "message 1", "message 2");
        }
    }
}
