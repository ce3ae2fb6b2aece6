// SPDX-License-Identifier: Apache-2.0
package io.jevent.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.backplane.Backplane;
import io.jevent.backplane.BackplaneSubscription;
import io.jevent.queue.Queue;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backplane and a real Redis, which is killed and started again. */
@Tag("realtime")
class RedisBackplaneTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    private interface Body {
        void run(TestRedis redis, RedisBackplane one, RedisBackplane other) throws Exception;
    }

    /** Runs with two backplanes, as two processes have them. */
    private void inTwo(Body body) throws Exception {
        try (var redis = TestRedis.in(folder)) {
            Jevent.run(() -> {
                try (var one = RedisBackplane.create(redis.uri());
                        var other = RedisBackplane.create(redis.uri())) {
                    body.run(redis, one, other);
                }
                return null;
            });
        }
    }

    /** Puts what it receives into a queue, and GAP for a gap. */
    private record Ear(Queue<String> heard) implements Backplane.Receiver {
        Ear() {
            this(new Queue<>());
        }

        @Override
        public void message(byte[] message) {
            heard.put(new String(message, UTF_8));
        }

        @Override
        public void gap() {
            heard.put("GAP");
        }

        String next() {
            return heard.get(LONG).orElseThrow();
        }
    }

    private static BackplaneSubscription subscribed(Backplane backplane, String channel, Ear ear) {
        BackplaneSubscription subscription = backplane.subscribe(channel, ear);
        assertThat(subscription.await(LONG)).isTrue();
        return subscription;
    }

    @Test
    void allReceiveAllMessagesInOneOrder() throws Exception {
        int each = 200;
        inTwo((_, one, other) -> {
            var here = new Ear();
            var there = new Ear();
            subscribed(one, "news", here);
            subscribed(other, "news", there);
            List<Greenlet<?>> publishers = new ArrayList<>();
            for (RedisBackplane from : List.of(one, other)) {
                publishers.add(Jevent.spawn(() -> {
                    for (int i = 0; i < each; i++) {
                        from.publish("news", from.hashCode() + " " + i);
                    }
                    return null;
                }));
            }
            for (Greenlet<?> publisher : publishers) {
                publisher.result(LONG);
            }
            var heard = new ArrayList<String>();
            for (int i = 0; i < 2 * each; i++) {
                heard.add(here.next());
                assertThat(there.next()).isEqualTo(heard.getLast());
            }
            for (RedisBackplane from : List.of(one, other)) {
                String prefix = from.hashCode() + " ";
                assertThat(heard.stream().filter(text -> text.startsWith(prefix)))
                        .containsExactlyElementsOf(IntStream.range(0, each)
                                .mapToObj(i -> prefix + i)
                                .toList());
            }
        });
    }

    @Test
    void aChannelIsItsOwnAndAClosedSubscriptionHearsNothing() throws Exception {
        inTwo((_, one, other) -> {
            var a = new Ear();
            var b = new Ear();
            BackplaneSubscription first = subscribed(one, "a", a);
            subscribed(one, "b", b);
            other.publish("a", "to a");
            other.publish("b", "to b");
            assertThat(a.next()).isEqualTo("to a");
            assertThat(b.next()).isEqualTo("to b");

            first.close();
            other.publish("a", "nobody hears it");
            var again = new Ear();
            subscribed(one, "a", again);
            other.publish("a", "again");
            other.publish("b", "last");
            assertThat(again.next()).isEqualTo("again");
            assertThat(b.next()).isEqualTo("last");
            assertThat(a.heard().isEmpty()).isTrue();
        });
    }

    @Test
    void theLossOfRedisIsAnErrorForPublishersAndAGapForReceivers() throws Exception {
        inTwo((redis, one, other) -> {
            var ear = new Ear();
            BackplaneSubscription subscription = subscribed(one, "news", ear);
            var otherEar = new Ear();
            subscribed(other, "elsewhere", otherEar);
            other.publish("news", "before");
            assertThat(ear.next()).isEqualTo("before");

            redis.kill();
            assertThatThrownBy(() -> other.publish("news", "lost"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1");
            redis.start();
            assertThat(ear.next()).isEqualTo("GAP");
            assertThat(otherEar.next()).as("the other has noticed it too").isEqualTo("GAP");
            assertThat(subscription.await(LONG)).isTrue();
            other.publish("news", "after");
            assertThat(ear.next()).isEqualTo("after");
            assertThat(subscription.missed()).isZero();
        });
    }

    @Test
    void aSubscriptionMadeWhileRedisIsAwayBeginsWithAGap() throws Exception {
        inTwo((redis, one, other) -> {
            var otherEar = new Ear();
            subscribed(one, "first", new Ear());
            subscribed(other, "elsewhere", otherEar);
            redis.kill();
            assertThatThrownBy(() -> one.publish("first", "x")).isInstanceOf(IOException.class);
            var ear = new Ear();
            BackplaneSubscription subscription = one.subscribe("news", ear);
            assertThat(subscription.await(Duration.ZERO)).isFalse();
            redis.start();
            assertThat(subscription.await(LONG)).isTrue();
            assertThat(otherEar.next()).as("the other has noticed it too").isEqualTo("GAP");
            other.publish("news", "now");
            assertThat(ear.next()).isEqualTo("GAP");
            assertThat(ear.next()).isEqualTo("now");
        });
    }

    @Test
    void aClosedBackplanePublishesNothing() throws Exception {
        inTwo((_, one, _) -> {
            one.close();
            assertThatThrownBy(() -> one.publish("news", "x"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("closed");
            assertThatThrownBy(() -> one.subscribe("news", new Ear())).isInstanceOf(IllegalStateException.class);
        });
    }

    @Test
    void anAddressThatIsNoneIsRefusedWithoutItsPassword() {
        assertThatThrownBy(() -> RedisBackplane.create(URI.create("http://me:secret@somewhere")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("redis://HOST:PORT")
                .hasMessageNotContaining("secret");
    }
}
