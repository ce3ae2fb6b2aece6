// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.claims;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.queue.Queue;
import io.jevent.testing.VirtualTime;
import io.jevent.tests.examples.Example;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Queues. */
class QueueClaimsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    @DisplayName("U1: queues are ordered and safe between greenlets")
    void itemsComeOutInTheirOrder() throws Exception {
        VirtualTime.run(_ -> {
            var queue = new Queue<Integer>();
            var putter = Jevent.spawn(() -> IntStream.range(0, 100).forEach(i -> {
                queue.put(i);
                Jevent.sleep();
            }));
            List<Integer> got =
                    IntStream.range(0, 100).mapToObj(_ -> queue.get()).toList();
            assertThat(got).isEqualTo(IntStream.range(0, 100).boxed().toList());
            putter.join();
        });
    }

    @Test
    @DisplayName("U2: an item goes to one greenlet only")
    void everyItemIsTakenOnce() throws Exception {
        VirtualTime.run(_ -> {
            var queue = new Queue<Integer>();
            var got = new ArrayList<Integer>();
            List<Greenlet<?>> workers = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                workers.add(Jevent.spawn(() -> queue.forEach(item -> {
                    got.add(item);
                    Jevent.sleep();
                })));
            }
            for (int i = 0; i < 1000; i++) {
                queue.put(i);
            }
            queue.shutdown();
            Jevent.joinAll(workers);
            assertThat(got).isEqualTo(IntStream.range(0, 1000).boxed().toList());
        });
        assertThat(Example.named("queue").program().run().out().lines()).hasSize(27);
    }

    @Test
    @DisplayName("U3, U6: put blocks until there is room, get until there is something")
    void bothEndsBlock() throws Exception {
        VirtualTime.run(time -> {
            var full = new Queue<>(1, List.of("first"));
            var taker = Jevent.spawnLater(SECOND, () -> full.get());
            full.put("second");
            assertThat(time.now()).isEqualTo(SECOND);
            assertThat(taker.result()).isEqualTo("first");

            var empty = new Queue<String>();
            var putter = Jevent.spawnLater(SECOND, () -> empty.put("x"));
            assertThat(empty.get()).isEqualTo("x");
            assertThat(time.now()).isEqualTo(SECOND.multipliedBy(2));
            putter.join();
        });
    }

    @Test
    @DisplayName("U4: the forms that do not wait say so when they cannot")
    void tryPutAndTryGetNeverWait() throws Exception {
        VirtualTime.run(time -> {
            var queue = new Queue<>(3, List.of(1, 2, 3));
            assertThat(queue.tryPut(4)).isFalse();
            assertThat(queue.size()).isEqualTo(3);
            assertThat(List.of(queue.tryGet(), queue.tryGet(), queue.tryGet()))
                    .containsExactly(Optional.of(1), Optional.of(2), Optional.of(3));
            assertThat(queue.tryGet()).isEmpty();
            assertThat(time.now()).isZero();
        });
    }

    @Test
    @DisplayName("U5: a queue of three never holds more than three")
    void aBoundedQueueKeepsItsBound() throws Exception {
        VirtualTime.run(_ -> {
            var queue = new Queue<Integer>(3);
            int[] most = {0};
            var workers = new ArrayList<Greenlet<?>>();
            for (int i = 0; i < 3; i++) {
                workers.add(Jevent.spawn(() -> queue.forEach(_ -> {
                    most[0] = Math.max(most[0], queue.size());
                    Jevent.sleep();
                })));
            }
            for (int i = 0; i < 500; i++) {
                queue.put(i);
                most[0] = Math.max(most[0], queue.size());
            }
            queue.shutdown();
            Jevent.joinAll(workers);
            assertThat(most[0]).isEqualTo(3);
        });
    }

    @Test
    @DisplayName("U7: get with a timeout gives up when nothing has come")
    void getGivesUp() throws Exception {
        VirtualTime.run(time -> {
            assertThat(new Queue<String>().get(SECOND)).isEmpty();
            assertThat(time.now()).isEqualTo(SECOND);
        });
        assertThat(Example.named("bounded-queue").program().run().took()).isEqualTo(SECOND);
    }

    @Test
    @DisplayName("N2: get takes one from the queue")
    void getTakesOne() throws Exception {
        VirtualTime.run(_ -> {
            var queue = new Queue<>(List.of("a", "b"));
            assertThat(queue.get()).isEqualTo("a");
            assertThat(queue.size()).isEqualTo(1);
        });
    }
}
