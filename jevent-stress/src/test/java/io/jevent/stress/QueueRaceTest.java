// SPDX-License-Identifier: Apache-2.0
package io.jevent.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.actor.Actor;
import io.jevent.event.Event;
import io.jevent.queue.BaseQueue;
import io.jevent.queue.Channel;
import io.jevent.queue.LifoQueue;
import io.jevent.queue.PriorityQueue;
import io.jevent.queue.Queue;
import io.jevent.queue.QueueShutDownException;
import io.jevent.queue.SimpleQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Queues, channels and actors between threads: nothing is lost, doubled or, of one sender, overtaken. */
class QueueRaceTest {
    private static final int ITEMS = 12;

    @Test
    void eachProducersItemsArriveInTheirOrder() {
        Race.repeat(race -> {
            BaseQueue<Integer> queue = fifo(race.random(4));
            List<Integer> odd = new ArrayList<>();
            List<Integer> even = new ArrayList<>();
            race.run(
                    () -> {
                        for (int i = 0; i < 2 * ITEMS; i++) {
                            int item = queue.get();
                            (item % 2 == 0 ? even : odd).add(item);
                        }
                    },
                    () -> IntStream.range(0, ITEMS).forEach(i -> queue.put(2 * i)),
                    () -> IntStream.range(0, ITEMS).forEach(i -> queue.put(2 * i + 1)));
            assertThat(even).hasSize(ITEMS).isSorted().doesNotHaveDuplicates();
            assertThat(odd).hasSize(ITEMS).isSorted().doesNotHaveDuplicates();
        });
    }

    private static BaseQueue<Integer> fifo(int kind) {
        return switch (kind) {
            case 0 -> new Queue<>();
            case 1 -> new Queue<>(2);
            case 2 -> new SimpleQueue<>(1);
            default -> new Channel<>();
        };
    }

    @Test
    void eachItemGoesToOneConsumer() {
        Race.repeat(race -> {
            BaseQueue<Integer> queue = any(race.random(5));
            List<Integer> mine = new ArrayList<>();
            List<Integer> others = new ArrayList<>();
            race.run(() -> queue.forEach(mine::add), () -> queue.forEach(others::add), () -> {
                IntStream.range(0, ITEMS).forEach(queue::put);
                queue.shutdown();
            });
            mine.addAll(others);
            assertThat(mine)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, ITEMS).boxed().toList());
        });
    }

    private static BaseQueue<Integer> any(int kind) {
        return switch (kind) {
            case 0 -> new PriorityQueue<>(2);
            case 1 -> new LifoQueue<>(2);
            default -> fifo(kind - 1);
        };
    }

    @Test
    void whatIsPutIntoAChannelWasTakenOutOfIt() {
        Race.repeat(race -> {
            var channel = new Channel<String>();
            var put = new AtomicBoolean();
            var taken = new AtomicReference<Optional<String>>();
            Duration patience = Duration.ofNanos(1 + race.random(100_000));
            race.run(() -> put.set(channel.put("item", patience)), () -> taken.set(channel.get(patience)));
            assertThat(taken.get().isPresent()).as("taken").isEqualTo(put.get());
            assertThat(channel.balance()).isZero();
        });
    }

    @Test
    void whoWaitsForAllTasksLearnsThatTheLastIsDone() {
        Race.repeat(race -> {
            var queue = new Queue<>(List.of(1, 2));
            Runnable worker = () -> {
                queue.get();
                queue.taskDone();
            };
            race.run(queue::join, worker, worker);
            assertThat(queue.unfinishedTasks()).isZero();
        });
    }

    @Test
    void whoeverPutsOrGetsWhileAQueueIsShutDownEnds() {
        Race.repeat(race -> {
            var queue = new Queue<Integer>(1);
            List<Integer> read = new ArrayList<>();
            var accepted = new AtomicInteger();
            race.run(
                    () -> queue.forEach(read::add),
                    () -> {
                        try {
                            for (int i = 0; i < ITEMS; i++) {
                                queue.put(i);
                                accepted.incrementAndGet();
                            }
                        } catch (QueueShutDownException _) {
                            assertThat(queue.isShutDown()).isTrue();
                        }
                    },
                    queue::shutdown);
            assertThat(read).hasSize(accepted.get()).isSorted();
        });
    }

    @Test
    void anActorReceivesAllThatItIsTold() {
        Race.repeat(race -> {
            var all = new Event();
            var actor = new AtomicReference<Actor<Integer>>();
            List<Integer> received = new ArrayList<>();
            race.run(() -> {
                actor.set(new Actor<>(2) {
                    @Override
                    protected void receive(Integer message) {
                        received.add(message);
                        if (received.size() == 2 * ITEMS) {
                            all.set();
                        }
                    }
                });
                actor.get().start();
            });
            Runnable teller = () -> IntStream.range(0, ITEMS).forEach(actor.get()::tell);
            race.run(all::await, teller, teller);
            race.run(actor.get()::join, actor.get()::stop);
            assertThat(received).hasSize(2 * ITEMS);
        });
    }
}
