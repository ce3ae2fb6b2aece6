// SPDX-License-Identifier: Apache-2.0
package io.jevent.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions in a real Redis, as two processes share it. */
@Tag("realtime")
class RedisSessionsTest {

    private static final Duration AGE = Duration.ofHours(12);

    @TempDir
    Path folder;

    private interface Body {
        void run(TestRedis redis, RedisSessions one, RedisSessions other) throws Exception;
    }

    private void inTwo(Body body) throws Exception {
        try (var redis = TestRedis.in(folder)) {
            Jevent.run(() -> {
                try (var one = RedisSessions.create(redis.uri());
                        var other = RedisSessions.create(redis.uri())) {
                    body.run(redis, one, other);
                }
                return null;
            });
        }
    }

    @Test
    void aLoginAtOneIsValidAtTheOtherAndSoIsItsEnd() throws Exception {
        inTwo((_, one, other) -> {
            Map<String, String> values = Map.of("user", "ann & bob=", "", "\u00e9");
            String token = one.save("", values, AGE);
            assertThat(other.load(token, AGE)).isEqualTo(values);
            assertThat(other.save(token, Map.of("user", "ann"), AGE)).isEqualTo(token);
            assertThat(one.load(token, AGE)).isEqualTo(Map.of("user", "ann"));
            assertThat(other.drop(token)).isTrue();
            assertThat(one.load(token, AGE)).isEmpty();
            assertThat(one.save(token, values, AGE))
                    .as("an ended session does not come back")
                    .isNull();
            assertThat(one.drop(token)).isFalse();
            assertThat(one.drop("")).isFalse();
            assertThat(one.load("", AGE)).isEmpty();
        });
    }

    @Test
    void redisDeletesASessionThatIsTooOld() throws Exception {
        inTwo((redis, one, other) -> {
            String token = one.save("", Map.of("user", "ann"), AGE);
            assertThat(other.load(token, Duration.ofHours(1))).isNotEmpty();
            try (var client = redis.client()) {
                assertThat(client.pttl("session:" + token)).isBetween(1L, 3_600_000L);
            }
        });
    }

    @Test
    void allSessionsOfAUserEndTogether() throws Exception {
        inTwo((_, one, other) -> {
            for (int i = 0; i < 1200; i++) { // more than one step of the search
                one.save("", Map.of("user", i % 100 == 0 ? "ann" : "bob"), AGE);
            }
            assertThat(other.dropAll("user", "ann")).isEqualTo(12);
            assertThat(other.dropAll("user", "ann")).isZero();
        });
    }

    @Test
    void withoutRedisThereIsAnErrorAndNoLogout() throws Exception {
        inTwo((redis, one, _) -> {
            redis.kill();
            assertThatThrownBy(() -> one.load("token", AGE))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("Redis at 127.0.0.1");
            assertThatThrownBy(() -> one.drop("token")).isInstanceOf(UncheckedIOException.class);
        });
    }
}
