// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.gevent;

import static io.jevent.tests.gevent.GeventRow.caught;
import static io.jevent.tests.gevent.GeventRow.message;
import static io.jevent.tests.gevent.GeventRow.resultsOf;
import static io.jevent.tests.gevent.GeventRow.same;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.pool.Group;
import io.jevent.pool.Pool;
import io.jevent.queue.Channel;
import io.jevent.queue.LifoQueue;
import io.jevent.queue.PriorityQueue;
import io.jevent.queue.Queue;
import io.jevent.threadpool.ThreadPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The sections on queues, groups and pools. */
final class CollectionRows {

    private static final Duration SHORT = Duration.ofMillis(10);
    private static final Duration LONG = Duration.ofSeconds(100);
    private static final String POOLS = "gevent.pool, gevent.threadpool";

    private CollectionRows() {}

    static Stream<GeventRow> rows() {
        return Stream.of(queues(), waitsOfQueues(), groups(), pools(), threads())
                .flatMap(List::stream);
    }

    private static Object fail() {
        throw new IllegalArgumentException("boom");
    }

    private static List<GeventRow> queues() {
        String section = "gevent.queue";
        return List.of(
                same(section, "SimpleQueue, Queue, JoinableQueue", "[1, 2, 3]", () -> {
                    var items = new Queue<>(List.of(1, 2, 3));
                    return resultsOf(List.of(items.get(), items.get(), items.get()));
                }),
                same(section, "PriorityQueue, LifoQueue", "[1, 2, 3] [1, 3, 2]", () -> {
                    var small = new PriorityQueue<Integer>();
                    var last = new LifoQueue<Integer>();
                    for (int item : new int[] {2, 3, 1}) {
                        small.put(item);
                        last.put(item);
                    }
                    return resultsOf(
                            List.of(small.get(), small.get(), small.get()),
                            List.of(last.get(), last.get(), last.get()));
                }),
                same(section, "Channel", "[1, put]", () -> {
                    var channel = new Channel<Integer>();
                    var log = new ArrayList<Object>();
                    var putter = Jevent.spawn(() -> {
                        channel.put(1);
                        log.add("put");
                    });
                    Jevent.sleep();
                    log.add(channel.get());
                    putter.join();
                    return resultsOf(log);
                }),
                new GeventRow(
                        section,
                        "None as an item",
                        "null",
                        "NullPointerException",
                        () -> resultsOf(caught(() -> {
                            new Queue<Integer>().put(null);
                            return null;
                        }))),
                same(section, "peek(), peek_nowait()", "1 1 1", () -> {
                    var items = new Queue<Integer>();
                    items.put(1);
                    return resultsOf(items.peek(), items.tryPeek(), items.size());
                }),
                same(section, "qsize(), empty(), full(), maxsize", "[0, true, false, 1] 1 false true", () -> {
                    var items = new Queue<Integer>(1);
                    var before = List.of(items.size(), items.isEmpty(), items.isFull(), items.capacity());
                    items.put(1);
                    return resultsOf(before, items.size(), items.isEmpty(), items.isFull());
                }));
    }

    private static List<GeventRow> waitsOfQueues() {
        String section = "gevent.queue";
        return List.of(
                new GeventRow(section, "put(x), put(x, timeout=s), put_nowait(x)", "Full Full", "false false", () -> {
                    var items = new Queue<Integer>(1);
                    items.put(1);
                    return resultsOf(items.tryPut(2), items.put(2, SHORT));
                }),
                new GeventRow(section, "get(), get(timeout=s), get_nowait()", "1 Empty Empty", "1 empty empty", () -> {
                    var items = new Queue<Integer>();
                    items.put(1);
                    return resultsOf(items.get(), items.tryGet(), items.get(SHORT));
                }),
                same(section, "task_done(), join()", "[1, 2, joined] true", () -> {
                    var items = new Queue<>(List.of(1, 2));
                    var log = new ArrayList<Object>();
                    var worker = Jevent.spawn(() -> {
                        for (int item : items) {
                            log.add(item);
                            items.taskDone();
                        }
                    });
                    items.join();
                    log.add("joined");
                    worker.kill();
                    return resultsOf(
                            log,
                            !message(() -> {
                                        items.taskDone();
                                        return null;
                                    })
                                    .equals("nothing thrown"));
                }),
                same(section, "put(StopIteration)", "[1]", () -> {
                    var items = new Queue<Integer>();
                    items.put(1);
                    items.shutdown();
                    var log = new ArrayList<Object>();
                    items.forEach(log::add);
                    return resultsOf(log);
                }));
    }

    private static List<GeventRow> groups() {
        return List.of(
                same(POOLS, "Group()", "1 0", () -> {
                    var group = new Group();
                    var _ = group.spawn(() -> 1);
                    int before = group.size();
                    group.join();
                    return resultsOf(before, group.size());
                }),
                same(POOLS, "spawn, start, add, discard", "2 0", () -> {
                    var group = new Group();
                    var added = Jevent.spawn(() -> Jevent.sleep(LONG));
                    group.start(new Greenlet<>(() -> 1));
                    group.add(added);
                    int before = group.size();
                    group.discard(added);
                    group.join();
                    added.kill();
                    return resultsOf(before, group.size());
                }),
                same(POOLS, "join(raise_error=True)", "boom", () -> {
                    var group = new Group();
                    var _ = group.spawn(CollectionRows::fail);
                    return resultsOf(message(() -> {
                        group.joinOrThrow();
                        return null;
                    }));
                }),
                same(POOLS, "kill(), killone(g)", "[one, 1, other, 0]", () -> {
                    var group = new Group();
                    var log = new ArrayList<Object>();
                    var one = group.spawn(sleeper(log, "one"));
                    var _ = group.spawn(sleeper(log, "other"));
                    Jevent.sleep();
                    group.killOne(one);
                    log.add(group.size());
                    group.kill();
                    log.add(group.size());
                    return resultsOf(log);
                }));
    }

    private static Runnable sleeper(List<Object> log, String name) {
        return () -> {
            try {
                Jevent.sleep(LONG);
            } finally {
                log.add(name);
            }
        };
    }

    private static List<GeventRow> pools() {
        return List.of(
                same(POOLS, "apply, apply_async", "1 2", () -> {
                    var group = new Group();
                    return resultsOf(
                            group.apply(() -> 1), group.applyAsync(() -> 2).result());
                }),
                same(POOLS, "map, map_async", "[1, 4, 9] [-1, -2]", () -> {
                    var pool = new Pool(2);
                    return resultsOf(
                            pool.map((Integer n) -> n * n, List.of(1, 2, 3)),
                            pool.mapAsync((Integer n) -> -n, List.of(1, 2)).result());
                }),
                same(POOLS, "imap, imap_unordered, maxsize=", "[3, 1, 2] [1, 2, 3]", () -> {
                    var pool = new Pool(3);
                    var ordered = new ArrayList<Object>();
                    var ready = new ArrayList<Object>();
                    pool.imap(CollectionRows::slowly, List.of(3, 1, 2)).forEachRemaining(ordered::add);
                    pool.imapUnordered(CollectionRows::slowly, List.of(3, 1, 2)).forEachRemaining(ready::add);
                    return resultsOf(ordered, ready);
                }),
                same(POOLS, "Pool(n)", "2", () -> {
                    var pool = new Pool(2);
                    var running = new AtomicInteger();
                    var most = new AtomicInteger();
                    for (int i = 0; i < 5; i++) {
                        var _ = pool.spawn(() -> {
                            most.accumulateAndGet(running.incrementAndGet(), Math::max);
                            Jevent.sleep(SHORT);
                            running.decrementAndGet();
                        });
                    }
                    pool.join();
                    return resultsOf(most);
                }),
                same(POOLS, "size, free_count(), full()", "2 1 false", () -> {
                    var pool = new Pool(2);
                    var _ = pool.spawn(() -> Jevent.sleep(LONG));
                    var result = resultsOf(pool.maxSize(), pool.freeCount(), pool.isFull());
                    pool.kill();
                    return result;
                }),
                new GeventRow(POOLS, "add(g, blocking=False): PoolFull", "PoolFull", "empty", () -> {
                    var pool = new Pool(1);
                    var _ = pool.spawn(() -> Jevent.sleep(LONG));
                    var result = resultsOf(pool.trySpawn(() -> 1));
                    pool.kill();
                    return result;
                }));
    }

    private static Integer slowly(Integer number) {
        Jevent.sleep(SHORT.multipliedBy(number));
        return number;
    }

    private static List<GeventRow> threads() {
        return List.of(
                same(POOLS, "imap(f, first, second)", "[11, 22]", () -> {
                    var sums = new ArrayList<Object>();
                    new Pool(2)
                            .imap((Integer a, Integer b) -> a + b, List.of(1, 2, 3), List.of(10, 20))
                            .forEachRemaining(sums::add);
                    return resultsOf(sums);
                }),
                same(POOLS, "wait_available()", "true false", () -> {
                    var pool = new Pool(1);
                    pool.awaitAvailable();
                    boolean free = pool.freeCount() > 0;
                    var _ = pool.spawn(() -> Jevent.sleep(LONG));
                    boolean busy = pool.awaitAvailable(SHORT);
                    pool.kill();
                    return resultsOf(free, busy);
                }),
                same(POOLS, "ThreadPoolExecutor", "5", () -> {
                    try (var threads = new ThreadPool(1)) {
                        return resultsOf(
                                threads.asExecutorService().submit(() -> 5).get());
                    }
                }),
                same(POOLS, "ThreadPool(n), hub.threadpool", "5 6", () -> {
                    try (var threads = new ThreadPool(1)) {
                        return resultsOf(
                                threads.apply(() -> 5), ThreadPool.ofHub().apply(() -> 6));
                    }
                }),
                same(POOLS, "spawn(f), apply(f)", "1 2 boom", () -> {
                    var threads = ThreadPool.ofHub();
                    return resultsOf(
                            threads.submit(() -> 1).result(),
                            threads.apply(() -> 2),
                            message(() -> threads.apply(CollectionRows::fail)));
                }));
    }
}
