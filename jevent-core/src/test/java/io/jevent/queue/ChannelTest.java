// SPDX-License-Identifier: Apache-2.0
package io.jevent.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Hub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Channels: a {@code put} meets a {@code get}. */
class ChannelTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<String> log = new ArrayList<>();
    private final Channel<String> channel = new Channel<>();

    @Test
    void aPutReturnsOnlyWhenAGetterHasTakenTheItem() throws Exception {
        HubTesting.run(() -> {
            var putter = Jevent.spawn(() -> {
                for (String item : List.of("a", "b")) {
                    channel.put(item);
                    log.add("put " + item);
                }
            });
            Jevent.sleep(SECOND);
            assertThat(log).isEmpty();
            assertThat(channel.get()).isEqualTo("a");
            assertThat(channel.tryGet()).isEmpty();
            Jevent.sleep();
            assertThat(log).containsExactly("put a");
            assertThat(channel.tryGet()).contains("b");
            putter.join();
            assertThat(log).containsExactly("put a", "put b");
        });
    }

    @Test
    void itIsEmptyAndFullAndCountsWhoWaits() throws Exception {
        HubTesting.run(() -> {
            assertThat(channel.isEmpty()).isTrue();
            assertThat(channel.isFull()).isTrue();
            assertThat(channel.capacity()).isZero();
            assertThat(channel.balance()).isZero();
            var putters = List.of(Jevent.spawn(() -> channel.put("a")), Jevent.spawn(() -> channel.put("b")));
            Jevent.sleep();
            assertThat(channel.balance()).isEqualTo(2);
            assertThat(channel.size()).isZero();
            assertThat(List.of(channel.get(), channel.get())).containsExactly("a", "b");
            Jevent.joinAll(putters);
            var _ = Jevent.spawn(() -> channel.get());
            Jevent.sleep();
            assertThat(channel.balance()).isEqualTo(-1);
        });
    }

    @Test
    void withoutSomebodyOnTheOtherSideTryingFailsAndWaitingTimesOut() throws Exception {
        HubTesting.run(() -> {
            assertThat(channel.tryPut("a")).isFalse();
            assertThat(channel.tryGet()).isEmpty();
            assertThat(channel.put("a", SECOND)).isFalse();
            assertThat(channel.get(SECOND)).isEmpty();
            assertThat(channel.balance()).isZero();
        });
    }

    @Test
    void whoHasWaitedLongestIsServedFirst() throws Exception {
        HubTesting.run(() -> {
            for (String name : List.of("x", "y", "z")) {
                var _ = Jevent.spawn(() -> log.add(name + " got " + channel.get()));
            }
            Jevent.sleep();
            channel.put("a");
            assertThat(channel.tryPut("b")).isTrue();
            Jevent.sleep();
            assertThat(log).containsExactly("x got a", "y got b");
        });
    }

    @Test
    void aKilledPutterLeavesNothing() throws Exception {
        HubTesting.run(() -> {
            var killed = Jevent.spawn(() -> channel.put("killed"));
            var _ = Jevent.spawn(() -> channel.put("a"));
            Jevent.sleep();
            killed.kill();
            assertThat(channel.get()).isEqualTo("a");
        });
    }

    @Test
    void aLoopEndsWhenItIsShutDown() throws Exception {
        HubTesting.run(() -> {
            var loop = Jevent.spawn(() -> channel.forEach(log::add));
            channel.put("a");
            channel.put("b");
            channel.shutdown();
            loop.result();
            assertThat(log).containsExactly("a", "b");
        });
    }

    @Test
    void aPutThatFindsAGetterReturnsAfterTheGetterHasRun() throws Exception { // gevent: test_send, test_wait
        HubTesting.run(() -> {
            var getter = Jevent.spawn(() -> {
                log.add(channel.get());
                log.add(channel.get());
            });
            log.add("sending");
            channel.put("hello");
            log.add("sent hello");
            channel.put("world");
            log.add("sent world");
            assertThat(log).containsExactly("sending", "hello", "sent hello", "world", "sent world");
            getter.join();
            log.clear();
            var _ = Jevent.spawn(() -> {
                log.add("sending hello");
                channel.put("hello");
                log.add("sending world");
                assertThat(channel.put("world", SECOND)).isTrue();
                log.add("sent world");
            });
            log.add("waiting");
            log.add(channel.get());
            log.add(channel.get());
            assertThat(log).containsExactly("waiting", "sending hello", "hello", "sending world", "world");
        });
    }

    @Test
    void aPutThatMustNotWaitHandsOverAndGoesOn() throws Exception {
        HubTesting.run(() -> {
            for (int i = 0; i < 2; i++) {
                var _ = Jevent.spawn(() -> log.add(channel.get()));
            }
            Jevent.sleep();
            long switches = Hub.current().switches();
            assertThat(channel.tryPut("a")).isTrue();
            assertThat(channel.put("b", Duration.ZERO)).isTrue();
            assertThat(Hub.current().switches()).isEqualTo(switches);
            Jevent.sleep();
            assertThat(log).containsExactly("a", "b");
        });
    }

    @Test
    void anItemOfAKilledPutterIsNotHandedOver() throws Exception {
        HubTesting.run(() -> {
            var getter = Jevent.spawn(() -> channel.get());
            Jevent.sleep();
            var putter = Jevent.spawn(() -> {
                Jevent.current().interrupt(new GreenletExit());
                channel.put("of a dead one");
            });
            putter.join();
            assertThat(putter.exit()).isNotNull();
            assertThat(getter.isDead()).isFalse();
            channel.put("alive");
            assertThat(getter.result()).isEqualTo("alive");
        });
    }
}
