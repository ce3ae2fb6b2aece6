// SPDX-License-Identifier: Apache-2.0
package org.example.foreign;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;
import org.junit.jupiter.api.Tag;

/** Waits of the JDK that take an hour, as a program makes them. */
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop", "FutureReturnValueIgnored"}) // one wait each, until its end
@Tag("realtime")
public final class TimedWaits {

    private TimedWaits() {}

    /** A wait. */
    @FunctionalInterface
    public interface Wait {

        /**
         * Waits for an hour.
         *
         * @throws Exception if the wait fails
         */
        void run() throws Exception;
    }

    private record Later(long at) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    /** {@return all waits by name} */
    public static Map<String, Wait> all() {
        Map<String, Wait> waits = new LinkedHashMap<>();
        addThreads(waits);
        addLocks(waits);
        addQueues(waits);
        addFutures(waits);
        addExecutors(waits);
        addSchedulers(waits);
        return waits;
    }

    private static void addThreads(Map<String, Wait> waits) {
        waits.put("Thread.sleep", () -> Thread.sleep(3_600_000));
        waits.put("TimeUnit.sleep", () -> TimeUnit.HOURS.sleep(1));
        waits.put("parkNanos", () -> LockSupport.parkNanos(TimeUnit.HOURS.toNanos(1)));
        waits.put("parkUntil", () -> LockSupport.parkUntil(System.currentTimeMillis() + 3_600_000));
        waits.put("Object.wait", () -> {
            var monitor = new Object();
            synchronized (monitor) {
                monitor.wait(3_600_000);
            }
        });
        waits.put("Thread.join", () -> {
            var thread = new Thread(() -> LockSupport.park());
            thread.start();
            thread.join(3_600_000);
            thread.interrupt();
        });
    }

    private static void addLocks(Map<String, Wait> waits) {
        waits.put("Condition", () -> {
            var lock = new ReentrantLock();
            lock.lock();
            boolean _ = lock.newCondition().await(1, TimeUnit.HOURS);
            lock.unlock();
        });
        waits.put("Semaphore", () -> new Semaphore(0).tryAcquire(1, TimeUnit.HOURS));
        waits.put("StampedLock", () -> {
            var lock = new StampedLock();
            lock.writeLock();
            lock.tryReadLock(1, TimeUnit.HOURS);
        });
        waits.put("CountDownLatch", () -> new CountDownLatch(1).await(1, TimeUnit.HOURS));
        waits.put("CyclicBarrier", () -> {
            try {
                new CyclicBarrier(2).await(1, TimeUnit.HOURS);
            } catch (TimeoutException e) {
                // so it should
            }
        });
        waits.put("Phaser", () -> {
            try {
                new Phaser(1).awaitAdvanceInterruptibly(0, 1, TimeUnit.HOURS);
            } catch (TimeoutException e) {
                // so it should
            }
        });
    }

    private static void addQueues(Map<String, Wait> waits) {
        waits.put("LinkedBlockingQueue", () -> new LinkedBlockingQueue<String>().poll(1, TimeUnit.HOURS));
        waits.put("SynchronousQueue", () -> new SynchronousQueue<String>().offer("", 1, TimeUnit.HOURS));
        waits.put("LinkedTransferQueue", () -> new LinkedTransferQueue<String>().poll(1, TimeUnit.HOURS));
        waits.put("DelayQueue", () -> {
            var queue = new DelayQueue<Later>();
            queue.add(new Later(System.nanoTime() + TimeUnit.HOURS.toNanos(1)));
            queue.take();
        });
    }

    private static void addFutures(Map<String, Wait> waits) {
        waits.put("CompletableFuture.get", () -> {
            try {
                new CompletableFuture<String>().get(1, TimeUnit.HOURS);
            } catch (TimeoutException e) {
                // so it should
            }
        });
        waits.put("CompletableFuture.orTimeout", () -> {
            try {
                new CompletableFuture<String>().orTimeout(1, TimeUnit.HOURS).join();
            } catch (CompletionException e) {
                // so it should
            }
        });
        waits.put(
                "CompletableFuture.completeOnTimeout",
                () -> new CompletableFuture<String>()
                        .completeOnTimeout("", 1, TimeUnit.HOURS)
                        .join());
        waits.put(
                "CompletableFuture.delayedExecutor",
                () -> CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(1, TimeUnit.HOURS))
                        .join());
        waits.put(
                "CompletableFuture.supplyAsync",
                () -> CompletableFuture.supplyAsync(() -> {
                            LockSupport.parkNanos(TimeUnit.HOURS.toNanos(1));
                            return "";
                        })
                        .join());
    }

    private static void addExecutors(Map<String, Wait> waits) {
        waits.put("newFixedThreadPool", () -> {
            try (var pool = Executors.newFixedThreadPool(2)) {
                pool.submit(() -> {
                            Thread.sleep(3_600_000);
                            return "";
                        })
                        .get();
            }
        });
        waits.put("newVirtualThreadPerTaskExecutor", () -> {
            try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
                pool.submit(() -> {
                            Thread.sleep(3_600_000);
                            return "";
                        })
                        .get();
            }
        });
    }

    private static void addSchedulers(Map<String, Wait> waits) {
        waits.put("ScheduledExecutorService.schedule", () -> {
            try (var pool = Executors.newScheduledThreadPool(1)) {
                pool.schedule(() -> "", 1, TimeUnit.HOURS).get();
            }
        });
        waits.put("scheduleAtFixedRate", () -> {
            var pool = Executors.newSingleThreadScheduledExecutor();
            var done = new CountDownLatch(60);
            pool.scheduleAtFixedRate(done::countDown, 1, 1, TimeUnit.MINUTES);
            done.await();
            pool.shutdownNow();
        });
        waits.put("Timer", () -> {
            var done = new CountDownLatch(1);
            var timer = new java.util.Timer();
            timer.schedule(
                    new TimerTask() {
                        @Override
                        public void run() {
                            done.countDown();
                        }
                    },
                    3_600_000);
            done.await();
            timer.cancel();
        });
        waits.put("ForkJoinPool", () -> {
            try (var pool = new ForkJoinPool(2)) {
                pool.submit(() -> {
                            Thread.sleep(3_600_000);
                            return "";
                        })
                        .get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        });
        waits.put("a platform thread", () -> {
            Thread thread = Thread.ofPlatform().start(() -> LockSupport.parkNanos(TimeUnit.HOURS.toNanos(1)));
            thread.join();
        });
    }
}
