// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.races;

import static io.jevent.bench.races.Threads.bugIf;
import static io.jevent.bench.races.Threads.times;
import static io.jevent.bench.races.Threads.together;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Vector;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;

/** Classes of the JDK, unmodified, that a program uses wrongly. */
@SuppressWarnings({"JdkObsolete", "LockNotBeforeTry", "WaitNotInLoop", "FutureReturnValueIgnored"})
final class JdkRaces {

    static final List<Race> ALL = List.of(
            new Race("vector_remove", "Vector: isEmpty, then remove(0)", JdkRaces::vectorRemove),
            new Race("hashtable_equals", "Hashtable: equals in both directions locks both", JdkRaces::hashtableEquals),
            new Race("list_add_all", "synchronizedList: addAll in both directions locks both", JdkRaces::listAddAll),
            new Race("list_iterate", "synchronizedList: iterated without its lock", JdkRaces::listIterate),
            new Race("map_count", "ConcurrentHashMap: get, then put", JdkRaces::mapCount),
            new Race("cow_index", "CopyOnWriteArrayList: size, then get", JdkRaces::cowIndex),
            new Race("executor_reject", "ExecutorService: isShutdown, then submit", JdkRaces::executorReject),
            new Race("queue_stop", "BlockingQueue: a consumer takes after the stop", JdkRaces::queueStop),
            new Race("future_done", "CompletableFuture: isDone, then complete", JdkRaces::futureDone),
            new Race(
                    "read_upgrade",
                    "ReentrantReadWriteLock: no second look after the read lock",
                    JdkRaces::readUpgrade),
            new Race("stamped_read", "StampedLock: an optimistic read is not validated", () -> new Point().run()),
            new Race("condition_signal", "Condition: signal where signalAll is needed", () -> new Place().run()),
            new Race("semaphores", "Semaphore: two permits, one after the other", JdkRaces::semaphores));

    private JdkRaces() {}

    private static void vectorRemove() throws InterruptedException {
        var vector = new Vector<>(List.of("one"));
        together(times(2, () -> {
            if (!vector.isEmpty()) {
                vector.remove(0);
            }
        }));
    }

    private static void hashtableEquals() throws InterruptedException {
        var one = new Hashtable<>(Map.of("a", 1, "b", 2));
        var other = new Hashtable<>(Map.of("a", 1, "b", 2));
        together(() -> bugIf(!one.equals(other)), () -> bugIf(!other.equals(one)));
    }

    private static void listAddAll() throws InterruptedException {
        List<String> one = Collections.synchronizedList(new ArrayList<>(List.of("a")));
        List<String> other = Collections.synchronizedList(new ArrayList<>(List.of("b")));
        together(() -> one.addAll(other), () -> other.addAll(one));
    }

    private static void listIterate() throws InterruptedException {
        List<AtomicInteger> listeners =
                Collections.synchronizedList(new ArrayList<>(List.of(new AtomicInteger(), new AtomicInteger())));
        together(() -> listeners.add(new AtomicInteger()), () -> {
            for (AtomicInteger listener : listeners) {
                listener.incrementAndGet();
            }
        });
    }

    private static void mapCount() throws InterruptedException {
        var counts = new ConcurrentHashMap<>(Map.of("word", 0));
        together(times(2, () -> counts.put("word", counts.getOrDefault("word", 0) + 1)));
        bugIf(counts.getOrDefault("word", 0) != 2);
    }

    private static void cowIndex() throws InterruptedException {
        var list = new CopyOnWriteArrayList<>(List.of("a", "b"));
        together(
                () -> {
                    for (int i = 0; i < list.size(); i++) {
                        bugIf(list.get(i).isEmpty());
                    }
                },
                () -> list.remove(1));
    }

    private static void executorReject() throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        together(
                () -> {
                    if (!pool.isShutdown()) {
                        Future<?> _ = pool.submit(() -> {});
                    }
                },
                pool::shutdown);
    }

    private static void queueStop() throws InterruptedException {
        BlockingQueue<String> queue = new ArrayBlockingQueue<>(2);
        var left = new AtomicInteger(1);
        queue.add("work");
        together(times(2, () -> {
            while (left.get() > 0) {
                try {
                    queue.take();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                left.decrementAndGet();
            }
        }));
    }

    private static void futureDone() throws InterruptedException {
        var future = new CompletableFuture<Integer>();
        var winners = new AtomicInteger();
        together(times(2, () -> {
            if (!future.isDone()) {
                future.complete(1);
                winners.incrementAndGet();
            }
        }));
        bugIf(winners.get() != 1);
    }

    private static void readUpgrade() throws InterruptedException {
        var lock = new ReentrantReadWriteLock();
        var made = new AtomicInteger();
        together(times(2, () -> {
            lock.readLock().lock();
            boolean missing = made.get() == 0;
            lock.readLock().unlock();
            if (missing) {
                lock.writeLock().lock();
                made.incrementAndGet();
                lock.writeLock().unlock();
            }
        }));
        bugIf(made.get() != 1);
    }

    private static void semaphores() throws InterruptedException {
        var permits = new Semaphore(2);
        together(times(2, () -> {
            permits.acquireUninterruptibly();
            permits.acquireUninterruptibly();
            permits.release(2);
        }));
    }

    private static final class Point {
        private final StampedLock lock = new StampedLock();
        private int x;
        private int y;

        private void move() {
            long stamp = lock.writeLock();
            x++;
            y++;
            lock.unlockWrite(stamp);
        }

        private void read() {
            if (lock.tryOptimisticRead() != 0) {
                bugIf(x != y);
            }
        }

        void run() throws InterruptedException {
            together(this::move, this::read);
        }
    }

    /** Room for one, and one condition for those who put and those who take. */
    private static final class Place {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private boolean full;

        private void change(boolean fills) {
            lock.lock();
            try {
                while (full == fills) {
                    changed.awaitUninterruptibly();
                }
                full = fills;
                changed.signal();
            } finally {
                lock.unlock();
            }
        }

        void run() throws InterruptedException {
            together(() -> change(true), () -> change(false), () -> change(true), () -> change(false));
        }
    }
}
