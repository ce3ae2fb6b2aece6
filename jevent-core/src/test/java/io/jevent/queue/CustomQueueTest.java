// SPDX-License-Identifier: Apache-2.0
package io.jevent.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.HubTesting;
import io.jevent.Jevent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Subclasses of a queue that keep items in another order or drop some. */
class CustomQueueTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<Object> log = new ArrayList<>();

    /** Holds each item once. */
    private static final class DistinctQueue<E> extends Queue<E> {

        DistinctQueue(int capacity) {
            super(new Distinct<>(), capacity);
        }

        private static final class Distinct<E> extends QueueStore<E> {
            private final Set<E> items = new LinkedHashSet<>();

            @Override
            protected int size() {
                return items.size();
            }

            @Override
            protected void add(E item) {
                items.add(item);
            }

            @Override
            protected @Nullable E poll() {
                E first = peek();
                items.remove(first);
                return first;
            }

            @Override
            protected @Nullable E peek() {
                Iterator<E> all = items.iterator();
                return all.hasNext() ? all.next() : null;
            }
        }
    }

    /** Holds the newest items, and refuses negative ones. */
    private static final class NewestQueue extends Queue<Integer> {

        NewestQueue(int room) {
            super(new Newest(room), Integer.MAX_VALUE);
        }

        private static final class Newest extends QueueStore<Integer> {
            private final ArrayDeque<Integer> items = new ArrayDeque<>();
            private final int room;

            Newest(int room) {
                this.room = room;
            }

            @Override
            protected int size() {
                return items.size();
            }

            @Override
            protected void add(Integer item) {
                if (item < 0) {
                    throw new IllegalArgumentException("negative: " + item);
                }
                if (room == 0) {
                    return;
                }
                if (items.size() == room) {
                    items.removeFirst();
                }
                items.addLast(item);
            }

            @Override
            protected @Nullable Integer poll() {
                return items.pollFirst();
            }

            @Override
            protected @Nullable Integer peek() {
                return items.peekFirst();
            }
        }
    }

    @Test
    void anItemThatIsThereAlreadyIsDropped() throws Exception {
        HubTesting.run(() -> {
            var queue = new DistinctQueue<String>(Integer.MAX_VALUE);
            for (String item : List.of("a", "b", "a", "c", "b")) {
                queue.put(item);
            }
            assertThat(queue.size()).isEqualTo(3);
            assertThat(queue.get()).isEqualTo("a");
            queue.put("a");
            assertThat(queue.shutdownNow()).containsExactly("b", "c", "a");
            assertThatThrownBy(queue::get).isInstanceOf(QueueShutDownException.class);
        });
    }

    @Test
    void droppedItemsCountAsDone() throws Exception {
        HubTesting.run(() -> {
            var distinct = new DistinctQueue<String>(Integer.MAX_VALUE);
            distinct.put("a");
            distinct.put("a");
            assertThat(distinct.unfinishedTasks()).isEqualTo(1);
            var newest = new NewestQueue(2);
            List.of(1, 2, 3, 4).forEach(newest::put);
            assertThat(newest.unfinishedTasks()).isEqualTo(2);
            assertThat(newest.get()).isEqualTo(3);
            var joiner = Jevent.spawn(() -> newest.join());
            Jevent.sleep();
            newest.taskDone();
            assertThat(newest.get()).isEqualTo(4);
            newest.taskDone();
            joiner.join();
            assertThatThrownBy(newest::taskDone).isInstanceOf(IllegalStateException.class);
        });
    }

    @Test
    void aWaitingGetterGetsAnItemOnlyIfTheStoreKeepsIt() throws Exception {
        HubTesting.run(() -> {
            var none = new NewestQueue(0);
            var getter = Jevent.spawn(() -> log.add(none.get(SECOND)));
            Jevent.sleep();
            none.put(7);
            assertThat(none.tryPut(8)).isTrue();
            assertThat(none.unfinishedTasks()).isZero();
            getter.join();
            assertThat(log).hasToString("[Optional.empty]");

            var queue = new NewestQueue(1);
            var getters = List.of(Jevent.spawn(() -> log.add(queue.get())), Jevent.spawn(() -> log.add(queue.get())));
            var peeker = Jevent.spawn(() -> log.add("saw " + queue.peek()));
            Jevent.sleep();
            queue.put(1);
            queue.put(2);
            Jevent.joinAll(getters);
            peeker.join();
            assertThat(log.subList(1, log.size())).containsExactlyInAnyOrder("saw 1", 1, 2);
            assertThat(queue.isEmpty()).isTrue();
        });
    }

    @Test
    void putterThatWaitsForRoomLeavesItToTheNextIfItsItemIsDropped() throws Exception {
        HubTesting.run(() -> {
            var queue = new DistinctQueue<String>(2);
            queue.put("a");
            queue.put("b");
            for (String item : List.of("b", "b", "c", "d")) {
                var _ = Jevent.spawn(() -> {
                    queue.put(item);
                    log.add("put " + item);
                });
            }
            Jevent.sleep();
            assertThat(log).isEmpty();
            assertThat(queue.get()).isEqualTo("a");
            Jevent.sleep();
            assertThat(log).containsExactly("put b", "put b", "put c");
            assertThat(queue.get()).isEqualTo("b");
            Jevent.sleep();
            assertThat(log).endsWith("put d");
            assertThat(queue.size()).isEqualTo(2);
            assertThat(queue.unfinishedTasks()).isEqualTo(4);
        });
    }

    @Test
    void whatTheStoreThrowsGoesToThePutter() throws Exception {
        HubTesting.run(() -> {
            var queue = new NewestQueue(3);
            queue.put(1);
            assertThatThrownBy(() -> queue.put(-1)).isInstanceOf(IllegalArgumentException.class);
            assertThat(queue.unfinishedTasks()).isEqualTo(1);
            assertThat(queue.get()).isEqualTo(1);
            var getter = Jevent.spawn(() -> queue.get());
            Jevent.sleep();
            assertThatThrownBy(() -> queue.put(-2)).isInstanceOf(IllegalArgumentException.class);
            queue.put(5);
            assertThat(getter.result()).isEqualTo(5);
        });
    }

    @Test
    void aKilledGetterAndAKilledPutterLeaveNothingBehind() throws Exception {
        HubTesting.run(() -> {
            var queue = new DistinctQueue<String>(1);
            var getter = Jevent.spawn(() -> queue.get());
            Jevent.sleep();
            getter.kill();
            queue.put("a");
            var putter = Jevent.spawn(() -> queue.put("b"));
            Jevent.sleep();
            putter.kill();
            assertThat(queue.get()).isEqualTo("a");
            assertThat(queue.tryGet()).isEmpty();
        });
    }

    @Test
    void aLoopOverTheQueueEndsWithItsShutdown() throws Exception {
        HubTesting.run(() -> {
            var queue = new DistinctQueue<Integer>(Integer.MAX_VALUE);
            var loop = Jevent.spawn(() -> queue.forEach(log::add));
            Jevent.sleep();
            queue.put(1);
            queue.put(1); // the first went to the waiting loop
            queue.put(1);
            queue.shutdown();
            loop.join();
            assertThat(log).containsExactly(1, 1);
        });
    }

    @Test
    void otherThreadsMayUseIt() throws Exception {
        var queue = new DistinctQueue<Integer>(4);
        var taken = new ArrayList<Integer>();
        HubTesting.onThreads(List.of(
                () -> {
                    for (int i = 0; i < 1000; i++) {
                        queue.put(i);
                    }
                    queue.shutdown();
                },
                () -> queue.forEach(taken::add)));
        assertThat(taken).hasSize(1000).isSorted();
    }
}
