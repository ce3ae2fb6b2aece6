// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.queue.Queue;
import io.jevent.threadpool.ThreadPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Threads, pools, hubs, locks and hash codes leave one result to a schedule, and many to many schedules. */
class LeaksTest {

    private static final int RUNS = 20;

    private interface Program {
        void run(Consumer<String> log) throws Exception;
    }

    private static void assertOneResult(Program program) {
        Set<List<String>> results = new HashSet<>();
        for (int i = 0; i < RUNS; i++) {
            List<String> log = new ArrayList<>();
            Simulation.named("leaks").schedules(1).run(_ -> {
                log.clear();
                program.run(log::add);
            });
            assertThat(log).isNotEmpty();
            results.add(log);
        }
        assertThat(results).hasSize(1);
    }

    private static void together(int count, IntConsumer body) {
        List<Greenlet<?>> greenlets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            greenlets.add(Jevent.spawn(() -> body.accept(number)));
        }
        Jevent.joinAll(greenlets);
    }

    @Test
    void aThreadPool() {
        assertOneResult(log -> {
            try (var pool = new ThreadPool(4)) {
                together(4, number -> log.accept("got " + pool.apply(() -> number * number)));
            }
        });
    }

    @Test
    void theCommonPool() {
        assertOneResult(log -> together(4, number -> {
            CompletableFuture.runAsync(() -> log.accept("runs " + number)).join();
            log.accept("got " + number);
        }));
    }

    @Test
    void parallelStreamsAfterOtherWorkOfTheCommonPool() {
        assertOneResult(log -> {
            CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS))
                    .join();
            for (int i = 0; i < 20; i++) {
                log.accept(IntStream.range(0, 100)
                        .parallel()
                        .mapToObj(_ -> Thread.currentThread().getName())
                        .collect(Collectors.toCollection(TreeSet::new))
                        .toString());
            }
        });
    }

    @Test
    void locksOfTheJdkAndSleeps() {
        var lock = new ReentrantLock();
        assertOneResult(log -> together(4, number -> {
            for (int i = 0; i < 2; i++) {
                lock.lock();
                try {
                    boolean _ = new Semaphore(0).tryAcquire(1, TimeUnit.MILLISECONDS);
                    log.accept("locked " + number);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                } finally {
                    lock.unlock();
                }
            }
        }));
    }

    @Test
    void twoProgramsOfJeventInTwoThreads() {
        assertOneResult(log -> {
            var queue = new Queue<Integer>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                int number = i;
                threads.add(Thread.ofPlatform()
                        .start(() -> Jevent.run(() -> {
                            for (int turn = 0; turn < 5; turn++) {
                                Jevent.sleep(Duration.ofSeconds(1 + number));
                                queue.put(number);
                            }
                        })));
            }
            for (int i = 0; i < 10; i++) {
                log.accept("took " + queue.get());
            }
            for (Thread thread : threads) {
                thread.join();
            }
        });
    }

    @Test
    void randomKeysAndObjectsWithoutHashCodes() {
        assertOneResult(log -> {
            Map<UUID, Integer> random = new HashMap<>();
            Set<Object> objects = new HashSet<>();
            List<Object> numbers = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                random.put(UUID.randomUUID(), i);
                var object = new Object();
                objects.add(object);
                numbers.add(object);
            }
            log.accept(random.values() + " "
                    + objects.stream().map(numbers::indexOf).toList());
        });
    }

    @Test
    void manySchedulesHaveManyOrdersOfWhatTheJdkWakes() {
        Set<String> ofFuture = new HashSet<>();
        explore(
                order -> {
                    var future = new CompletableFuture<String>();
                    List<Greenlet<?>> waiters = new ArrayList<>();
                    for (int i = 0; i < 5; i++) {
                        int number = i;
                        waiters.add(Jevent.spawn(() -> {
                            future.join();
                            order.append(number);
                        }));
                    }
                    Jevent.sleep(Duration.ofMillis(1));
                    future.complete("");
                    Jevent.joinAll(waiters);
                },
                ofFuture);
        assertThat(ofFuture).hasSizeGreaterThanOrEqualTo(100);
        Set<String> ofVirtualThreads = new HashSet<>();
        explore(order -> submitFive(Executors.newVirtualThreadPerTaskExecutor(), order), ofVirtualThreads);
        assertThat(ofVirtualThreads).hasSizeGreaterThanOrEqualTo(100);
        Set<String> ofThreads = new HashSet<>();
        explore(order -> submitFive(Executors.newFixedThreadPool(5), order), ofThreads);
        assertThat(ofThreads).hasSizeGreaterThanOrEqualTo(100);
    }

    private static void explore(Consumer<StringBuilder> program, Set<String> orders) {
        Simulation.named("orders").schedules(300).strategy(Strategy.random()).run(_ -> {
            var order = new StringBuilder();
            program.accept(order);
            orders.add(order.toString());
        });
    }

    private static void submitFive(ExecutorService executor, StringBuilder order) {
        try (executor) {
            for (int i = 0; i < 5; i++) {
                int number = i;
                executor.execute(() -> order.append(number));
            }
        }
    }
}
