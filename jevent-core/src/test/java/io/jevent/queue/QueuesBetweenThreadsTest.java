// SPDX-License-Identifier: Apache-2.0
package io.jevent.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.HubTesting;
import io.jevent.HubTesting.Body;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Hub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One queue between hubs and plain threads: every item that was put is got once. */
class QueuesBetweenThreadsTest {

    private static final int ITEMS = 200;
    private static final int PRODUCERS = 5;

    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger producing = new AtomicInteger(PRODUCERS);
    private final Collection<Integer> put = new ConcurrentLinkedQueue<>();
    private final Collection<Integer> got = new ConcurrentLinkedQueue<>();

    static List<BaseQueue<Integer>> everyKindManyTimes() {
        List<Supplier<BaseQueue<Integer>>> kinds = List.of(
                SimpleQueue::new,
                () -> new SimpleQueue<>(1),
                () -> new Queue<>(3),
                () -> new LifoQueue<>(2),
                () -> new PriorityQueue<>(2),
                Channel::new);
        return IntStream.range(0, 20)
                .boxed()
                .flatMap(_ -> kinds.stream().<BaseQueue<Integer>>map(Supplier::get))
                .toList();
    }

    private static Body greenlets(Body... bodies) {
        return () -> Jevent.run(() -> {
            var all = new ArrayList<Greenlet<?>>();
            for (Body body : bodies) {
                all.add(Jevent.spawn(() -> {
                    body.run();
                    return null;
                }));
            }
            Jevent.joinAllOrThrow(all);
            return null;
        });
    }

    private Body producer(BaseQueue<Integer> queue) {
        return () -> {
            for (int i = 0; i < ITEMS; i++) {
                int item = next.getAndIncrement();
                queue.put(item);
                put.add(item);
            }
            if (producing.decrementAndGet() == 0) {
                queue.shutdown();
            }
        };
    }

    @ParameterizedTest
    @MethodSource("everyKindManyTimes")
    void everyItemArrivesOnceAndAllLoopsEnd(BaseQueue<Integer> queue) throws Exception {
        Body producer = producer(queue);
        Body consumer = () -> queue.forEach(got::add);
        HubTesting.onThreads(List.of(
                producer,
                consumer,
                greenlets(producer, producer, consumer),
                greenlets(consumer, producer, consumer),
                producer));
        assertThat(got).containsExactlyInAnyOrderElementsOf(put).hasSize(PRODUCERS * ITEMS);
    }

    @RepeatedTest(20)
    void whatOneProducerPutsArrivesInItsOrder() throws Exception {
        var queue = new Queue<Integer>(3);
        producing.set(1);
        HubTesting.onThreads(List.of(producer(queue), () -> queue.forEach(got::add)));
        assertThat(got).containsExactlyElementsOf(put);
    }

    /** An item is put if and only if the put returned normally; a getter that was given one returns normally. */
    @ParameterizedTest
    @MethodSource("everyKindManyTimes")
    void nothingIsLostOrDoubledByKillsAndTimeouts(BaseQueue<Integer> queue) throws Exception {
        Body timedPutter = () -> {
            for (int i = 0; i < ITEMS; i++) {
                int item = next.getAndIncrement();
                if (queue.put(item, Duration.ofNanos(i * 100L))) {
                    put.add(item);
                }
            }
        };
        Body timedGetter = () -> {
            for (int i = 0; i < ITEMS; i++) {
                queue.get(Duration.ofNanos(i * 100L)).ifPresent(got::add);
            }
        };
        Body killedPutter = () -> Jevent.run(() -> killed(() -> {
            int item = next.getAndIncrement();
            queue.put(item);
            put.add(item);
        }));
        Body killedGetter = () -> Jevent.run(() -> killed(() -> got.add(queue.get())));
        HubTesting.onThreads(
                List.of(timedPutter, timedGetter, killedPutter, killedGetter, greenlets(timedGetter, timedPutter)));
        got.addAll(queue.shutdownNow());
        assertThat(got).containsExactlyInAnyOrderElementsOf(put);
    }

    private static void killed(Runnable body) {
        Hub.current().setErrorStream(null);
        for (int i = 0; i < ITEMS; i++) {
            var victim = Jevent.spawn(() -> {
                try (var _ = Timeout.startNew(Duration.ofMillis(1))) {
                    body.run();
                }
            });
            Jevent.sleep();
            if (i % 2 == 0) {
                victim.interrupt(new GreenletExit());
            }
            victim.join();
        }
    }

    @RepeatedTest(20)
    void joinWaitsForWhatOtherThreadsAreDoing() throws Exception {
        var queue = new Queue<Integer>(2);
        Body worker = () -> {
            for (int item : queue) {
                Thread.onSpinWait();
                got.add(item);
                queue.taskDone();
            }
        };
        HubTesting.onThreads(Arrays.asList(
                () -> {
                    for (int i = 0; i < ITEMS; i++) {
                        queue.put(i);
                    }
                    queue.join();
                    assertThat(got).hasSize(ITEMS);
                    queue.shutdown();
                },
                worker,
                greenlets(worker, worker)));
    }
}
