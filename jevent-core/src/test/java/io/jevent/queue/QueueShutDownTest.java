// SPDX-License-Identifier: Apache-2.0
package io.jevent.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.hub.Hub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The end of a queue, and of loops over it. */
class QueueShutDownTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    static List<BaseQueue<String>> everyKind() {
        return List.of(
                new SimpleQueue<>(), new Queue<>(), new PriorityQueue<>(), new LifoQueue<>(), new Channel<String>());
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void nothingCanBePutInOrTakenOutOfWhatIsShutDownAndEmpty(BaseQueue<String> queue) {
        assertThat(queue.isShutDown()).isFalse();
        queue.shutdown();
        queue.shutdown();
        assertThat(queue.isShutDown()).isTrue();
        String name = queue.getClass().getSimpleName();
        List<HubTesting.Body> calls = List.of(
                () -> queue.put("a"),
                () -> queue.put("a", SECOND),
                () -> queue.tryPut("a"),
                queue::get,
                () -> queue.get(SECOND),
                queue::tryGet);
        for (HubTesting.Body call : calls) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(QueueShutDownException.class)
                    .message()
                    .matches(name + "@\\p{XDigit}+ \\(size 0.*\\) was shut down");
        }
        assertThat(queue.iterator().hasNext()).isFalse();
        assertThatThrownBy(() -> queue.iterator().next())
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageEndingWith("was shut down and is empty");
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void whoWaitsToGetIsTold(BaseQueue<String> queue) throws Exception {
        HubTesting.run(() -> {
            List<Greenlet<?>> waiting = List.of(Jevent.spawn(() -> queue.get()), Jevent.spawn(() -> queue.get(SECOND)));
            Jevent.sleep();
            queue.shutdown();
            Hub.current().setErrorStream(null);
            Jevent.joinAll(waiting);
            assertThat(waiting).extracting(Greenlet::exception).allMatch(QueueShutDownException.class::isInstance);
        });
    }

    @Test
    void whoWaitsToPutOrToPeekIsTold() throws Exception {
        HubTesting.run(() -> {
            var full = new Queue<>(1, List.of("a"));
            var empty = new Queue<String>();
            var channel = new Channel<String>();
            List<Greenlet<?>> waiting = List.of(
                    Jevent.spawn(() -> full.put("b")),
                    Jevent.spawn(() -> channel.put("b", SECOND)),
                    Jevent.spawn(() -> empty.peek()));
            Jevent.sleep();
            full.shutdown();
            empty.shutdownNow();
            channel.shutdown();
            Hub.current().setErrorStream(null);
            Jevent.joinAll(waiting);
            assertThat(waiting).extracting(Greenlet::exception).allMatch(QueueShutDownException.class::isInstance);
            assertThat(full.get()).isEqualTo("a");
            assertThatThrownBy(full::peek).isInstanceOf(QueueShutDownException.class);
            assertThatThrownBy(full::tryPeek).isInstanceOf(QueueShutDownException.class);
        });
    }

    @Test
    void whatItHoldsCanStillBeTakenOut() {
        var queue = new Queue<>(List.of("a", "b", "c"));
        queue.shutdown();
        assertThat(queue.peek()).isEqualTo("a");
        assertThat(queue.get()).isEqualTo("a");
        assertThat(queue.tryGet()).contains("b");
        assertThat(queue.shutdownNow()).containsExactly("c");
        assertThat(queue.shutdownNow()).isEmpty();
    }

    @Test
    void theLoopsOfAllConsumersEndAfterTheLastItem() throws Exception {
        HubTesting.run(() -> {
            var queue = new Queue<Integer>(2);
            var taken = new ArrayList<Integer>();
            var ended = new ArrayList<String>();
            var consumers = new ArrayList<Greenlet<?>>();
            for (String name : List.of("x", "y")) {
                consumers.add(Jevent.spawn(() -> {
                    for (int item : queue) {
                        taken.add(item);
                        Jevent.sleep();
                    }
                    ended.add(name);
                }));
            }
            for (int i = 0; i < 9; i++) {
                queue.put(i);
            }
            queue.shutdown();
            Jevent.joinAllOrThrow(consumers);
            assertThat(taken).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
            assertThat(ended).containsExactlyInAnyOrder("x", "y");
        });
    }

    @Test
    void theLoopOfAGreenletThatIsKilledTakesNothingMore() throws Exception {
        HubTesting.run(() -> {
            var queue = new Queue<Integer>();
            var looping = Jevent.spawn(() -> queue.forEach(item -> Jevent.sleep(SECOND)));
            Jevent.sleep();
            looping.kill();
            queue.put(1);
            assertThat(queue.size()).isEqualTo(1);
        });
    }
}
