// SPDX-License-Identifier: Apache-2.0
package io.jevent.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.exceptions.BlockingSwitchOutException;
import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.LoopExit;
import io.jevent.hub.Hub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Putting and getting: capacity, order of waiters, limits, kills. */
class QueueTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<String> log = new ArrayList<>();

    private Greenlet<?> getter(BaseQueue<String> queue, String name) {
        return Jevent.spawn(() -> log.add(name + " got " + queue.get()));
    }

    private Greenlet<?> putter(BaseQueue<String> queue, String item) {
        return Jevent.spawn(() -> {
            queue.put(item);
            log.add("put " + item);
        });
    }

    @Test
    void itemsComeOutInTheOrderInWhichTheyWentInWithoutASwitch() throws Exception {
        HubTesting.run(() -> {
            var other = Jevent.spawn(() -> log.add("other"));
            var queue = new SimpleQueue<String>(3);
            queue.put("a");
            assertThat(queue.put("b", SECOND)).isTrue();
            assertThat(queue.tryPut("c")).isTrue();
            assertThat(queue.tryPut("d")).isFalse();
            assertThat(queue.size()).isEqualTo(3);
            assertThat(queue.isFull()).isTrue();
            assertThat(queue.get()).isEqualTo("a");
            assertThat(queue.get(SECOND)).contains("b");
            assertThat(queue.tryGet()).contains("c");
            assertThat(queue.tryGet()).isEmpty();
            assertThat(queue.isEmpty()).isTrue();
            assertThat(log).isEmpty();
            other.join();
        });
    }

    @Test
    void aQueueWithoutACapacityIsNeverFull() {
        var queue = new SimpleQueue<Integer>();
        for (int i = 0; i < 10_000; i++) {
            assertThat(queue.tryPut(i)).isTrue();
        }
        assertThat(queue.isFull()).isFalse();
        assertThat(queue.capacity()).isEqualTo(Integer.MAX_VALUE);
        assertThat(queue.toString())
                .matches("SimpleQueue@\\p{XDigit}+ \\(size 10000, 0 getters and 0 putters waiting\\)");
        assertThat(new Queue<>(4).toString())
                .matches("Queue@\\p{XDigit}+ \\(size 0 of 4, 0 getters and 0 putters waiting\\)");
    }

    @Test
    void aCapacityBelowOneIsRefused() {
        assertThatThrownBy(() -> new SimpleQueue<String>(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "capacity must be at least 1: 0; a Channel hands items over without keeping any, a queue made"
                                + " without a capacity has no limit");
        assertThatThrownBy(() -> new PriorityQueue<String>(-2))
                .hasMessageStartingWith("capacity must be at least 1: -2");
    }

    @Test
    @SuppressWarnings("NullAway") // what is tested is the refusal
    void nullIsRefused() {
        var queue = new Queue<String>();
        assertThatThrownBy(() -> queue.put(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("a queue cannot hold null");
        assertThatThrownBy(() -> new Queue<>(Arrays.asList("a", null))).isInstanceOf(NullPointerException.class);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void theFirstItemsMayBeMoreThanTheCapacity() throws Exception {
        HubTesting.run(() -> {
            var queue = new SimpleQueue<>(1, List.of("a", "b", "c"));
            assertThat(queue.size()).isEqualTo(3);
            assertThat(queue.isFull()).isTrue();
            var _ = putter(queue, "d");
            Jevent.sleep();
            assertThat(List.of(queue.get(), queue.get())).containsExactly("a", "b");
            Jevent.sleep();
            assertThat(log).isEmpty();
            assertThat(queue.get()).isEqualTo("c");
            Jevent.sleep();
            assertThat(log).containsExactly("put d");
            assertThat(queue.get()).isEqualTo("d");
        });
    }

    @Test
    void waitingGettersAreServedInOrderAndNobodyBarges() throws Exception {
        HubTesting.run(() -> {
            var queue = new Queue<String>();
            var _ = getter(queue, "first");
            var _ = getter(queue, "second");
            Jevent.sleep();
            queue.put("a");
            assertThat(queue.tryGet()).isEmpty();
            assertThat(queue.size()).isZero();
            queue.put("b");
            queue.put("c");
            assertThat(queue.tryGet()).contains("c");
            Jevent.sleep();
            assertThat(log).containsExactly("first got a", "second got b");
        });
    }

    @Test
    void waitingPuttersItemsGoInInOrder() throws Exception {
        HubTesting.run(() -> {
            var queue = new Queue<String>(1);
            queue.put("a");
            var _ = putter(queue, "b");
            var _ = putter(queue, "c");
            Jevent.sleep();
            assertThat(queue.get()).isEqualTo("a");
            assertThat(queue.tryPut("barging")).isFalse();
            assertThat(queue.get()).isEqualTo("b");
            assertThat(queue.get()).isEqualTo("c");
            assertThat(queue.tryGet()).isEmpty();
            Jevent.sleep();
            assertThat(log).containsExactly("put b", "put c");
        });
    }

    @Test
    void timedCallsGiveUpWhenTheirTimePasses() throws Exception {
        HubTesting.run(() -> {
            var queue = new Queue<String>(1);
            long start = Hub.current().now();
            assertThat(queue.get(SECOND)).isEmpty();
            queue.put("a");
            assertThat(queue.put("b", SECOND)).isFalse();
            assertThat(Hub.current().now() - start).isEqualTo(2 * SECOND.toNanos());
            assertThat(queue.put("b", Duration.ZERO)).isFalse();
            assertThat(queue.get(Duration.ZERO)).contains("a");
            assertThat(queue.get(Duration.ZERO)).isEmpty();
            assertThatThrownBy(() -> queue.get(Duration.ofMillis(-1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("timeout must not be negative: PT-0.001S");
            assertThatThrownBy(() -> queue.put("c", Duration.ofMillis(-1)))
                    .isInstanceOf(IllegalArgumentException.class);
        });
    }

    @Test
    void aGetterThatIsKilledOrTimesOutTakesNothing() throws Exception {
        HubTesting.run(() -> {
            var queue = new Queue<String>();
            var killed = getter(queue, "killed");
            var timed = Jevent.spawn(() -> log.add("timed " + queue.get(SECOND)));
            var _ = getter(queue, "last");
            Jevent.sleep();
            killed.kill();
            timed.join();
            queue.put("a");
            Jevent.sleep();
            assertThat(log).containsExactly("timed Optional.empty", "last got a");
        });
    }

    @Test
    void anItemHandedToAGetterThatIsKilledAtTheSameMomentArrives() throws Exception {
        HubTesting.run(() -> {
            var queue = new Queue<String>();
            var getter = Jevent.spawn(() -> {
                log.add(queue.get());
                Jevent.sleep();
                log.add("never");
            });
            Jevent.sleep();
            queue.put("a");
            getter.interrupt(new GreenletExit());
            getter.join();
            assertThat(log).containsExactly("a");
            assertThat(getter.exit()).isNotNull();
        });
    }

    @Test
    void aPutterThatIsKilledOrTimesOutLeavesNothing() throws Exception {
        HubTesting.run(() -> {
            var queue = new Queue<String>(1);
            queue.put("a");
            var killed = putter(queue, "killed");
            var timed = Jevent.spawn(() -> log.add("timed " + queue.put("timed", SECOND)));
            var _ = putter(queue, "b");
            Jevent.sleep();
            killed.kill();
            timed.join();
            assertThat(queue.get()).isEqualTo("a");
            assertThat(queue.get()).isEqualTo("b");
            assertThat(queue.tryGet()).isEmpty();
            Jevent.sleep();
            assertThat(log).containsExactly("timed false", "put b");
        });
    }

    @Test
    void anOuterTimeoutIsRaisedOutOfTimedCalls() throws Exception {
        HubTesting.run(() -> {
            var queue = new Queue<String>(1);
            raisesOuterTimeout(() -> queue.get(SECOND.multipliedBy(2)));
            raisesOuterTimeout(() -> queue.peek(SECOND.multipliedBy(2)));
            queue.put("a");
            raisesOuterTimeout(() -> queue.put("b", SECOND.multipliedBy(2)));
            raisesOuterTimeout(() -> queue.join(SECOND.multipliedBy(2)));
            assertThat(queue.get()).isEqualTo("a");
            assertThat(queue.isEmpty()).isTrue();
        });
    }

    private static void raisesOuterTimeout(HubTesting.Body call) {
        try (var outer = Timeout.startNew(SECOND)) {
            assertThatThrownBy(call::run).isSameAs(outer);
        }
    }

    @Test
    void peekShowsWhatGetWouldTake() throws Exception {
        HubTesting.run(() -> {
            var queue = new Queue<String>();
            assertThat(queue.tryPeek()).isEmpty();
            assertThat(queue.peek(SECOND)).isEmpty();
            queue.put("a");
            queue.put("b");
            assertThat(queue.peek()).isEqualTo("a");
            assertThat(queue.peek(Duration.ZERO)).contains("a");
            assertThat(queue.tryPeek()).contains("a");
            assertThat(queue.size()).isEqualTo(2);
        });
    }

    @Test
    void severalWhoPeekSeeTheSameItem() throws Exception {
        HubTesting.run(() -> {
            var queue = new Queue<String>();
            for (int i = 0; i < 3; i++) {
                int n = i;
                var _ = Jevent.spawn(() -> log.add(n + " saw " + queue.peek()));
            }
            var _ = getter(queue, "getter");
            Jevent.sleep();
            queue.put("a");
            Jevent.sleep();
            assertThat(log).containsExactly("0 saw a", "1 saw a", "2 saw a", "getter got a");
        });
    }

    @Test
    void inACallbackOfTheHubOnlyWaitingIsRefused() throws Exception {
        HubTesting.run(() -> {
            var queue = new Queue<String>(1);
            var refused = new AtomicReference<@Nullable Throwable>();
            var _ = getter(queue, "getter");
            Jevent.sleep();
            Hub.current().runCallback(() -> {
                log.add("handed " + queue.tryPut("a"));
                queue.put("b");
                log.add("full " + queue.tryPut("c"));
                try {
                    queue.put("c");
                } catch (BlockingSwitchOutException e) {
                    refused.set(e);
                }
                log.add("took " + queue.get() + " " + queue.tryGet());
            });
            Jevent.sleep();
            Jevent.sleep();
            assertThat(refused.get()).hasMessageContaining("a blocking call in a callback of");
            assertThat(log).containsExactly("handed true", "full false", "took b Optional.empty", "getter got a");
        });
    }

    @Test
    void aCallbackLetsAWaitingPutterIn() throws Exception {
        HubTesting.run(() -> {
            var queue = new Queue<String>(1);
            queue.put("a");
            var _ = putter(queue, "b");
            Jevent.sleep();
            Hub.current().runCallback(() -> log.add(queue.tryGet() + " " + queue.size()));
            Jevent.sleep();
            Jevent.sleep();
            assertThat(log).containsExactly("Optional[a] 1", "put b");
        });
    }

    @Test
    void whoWaitsForEverIsToldWhatWouldWakeIt() {
        assertThatThrownBy(() -> HubTesting.run(() -> new Queue<String>().get()))
                .isInstanceOf(LoopExit.class)
                .message()
                .containsPattern("root, waiting on Queue\\.get \\(Queue@\\p{XDigit}+, empty\\)")
                .contains("only a put() would wake it");
        assertThatThrownBy(() -> HubTesting.run(() -> new Queue<>(1, List.of("a")).put("b")))
                .isInstanceOf(LoopExit.class)
                .message()
                .containsPattern("root, waiting on Queue\\.put \\(Queue@\\p{XDigit}+, full\\)")
                .contains("only a get() would wake it");
        assertThatThrownBy(() -> HubTesting.run(() -> new Queue<>(List.of("a")).join()))
                .isInstanceOf(LoopExit.class)
                .hasMessageContaining("only a taskDone() for each item that was put would wake it");
    }
}
