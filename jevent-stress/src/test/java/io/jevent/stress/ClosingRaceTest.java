// SPDX-License-Identifier: Apache-2.0
package io.jevent.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.actor.Actor;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Hub;
import io.jevent.lock.RLock;
import io.jevent.lock.Semaphore;
import io.jevent.pool.Pool;
import io.jevent.queue.QueueShutDownException;
import io.jevent.queue.SimpleQueue;
import io.jevent.threadpool.ThreadPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Hubs open, work and close while others go on, under kills, timeouts and interrupts: no permit, lock or item is lost,
 * and everything that was accepted ends.
 */
@SuppressWarnings("WaitNotInLoop") // the wait itself is under test
class ClosingRaceTest {

    private static final int HUBS = 3;
    private static final int GREENLETS = 4;
    private static final int PERMITS = 2;
    private static final long HANG_MILLIS = 60_000;

    /** The data that the hubs of a round share. */
    private static final class Shared {
        final Semaphore permits = new Semaphore(PERMITS);
        final RLock lock = new RLock();
        final io.jevent.lock.Condition changed = lock.newCondition();
        final SimpleQueue<Long> items = new SimpleQueue<>(2);
        final ThreadPool pool = new ThreadPool(2);
        final LongAdder put = new LongAdder();
        final LongAdder got = new LongAdder();
        final LongAdder finallyBlocks = new LongAdder();
        final AtomicInteger begun = new AtomicInteger();
        final ConcurrentLinkedQueue<Future<?>> accepted = new ConcurrentLinkedQueue<>();
        final ConcurrentLinkedQueue<Greenlet<?>> greenlets = new ConcurrentLinkedQueue<>();
        final ConcurrentLinkedQueue<Actor<String>> actors = new ConcurrentLinkedQueue<>();
        final ConcurrentLinkedQueue<Pool> pools = new ConcurrentLinkedQueue<>();
        final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    }

    private static final class Listener extends Actor<String> {
        Listener() {
            super(1);
        }

        @Override
        protected void receive(String message) {
            Jevent.sleep();
        }
    }

    @Test
    void nothingIsLostWhenHubsClose() {
        Race.repeat(race -> {
            var shared = new Shared();
            var threads = new ArrayList<Thread>();
            for (int i = 0; i < HUBS; i++) {
                var random = new Random(race.random(Integer.MAX_VALUE));
                threads.add(Thread.ofPlatform().daemon().start(() -> program(shared, random)));
            }
            if (race.random(4) == 0) {
                threads.get(race.random(HUBS)).interrupt();
            }
            awaitAll(threads);
            shared.pool.close();
            assertThat(shared.failure.get()).isNull();
            assertThat(shared.permits.available()).as("permits").isEqualTo(PERMITS);
            assertThat(shared.lock.isLocked()).as("the lock is taken").isFalse();
            assertThat(shared.got.sum() + shared.items.size()).as("items").isEqualTo(shared.put.sum());
            assertThat(shared.finallyBlocks.sum()).as("finally blocks").isEqualTo(shared.begun.get());
            assertThat(shared.greenlets).as("greenlets").allMatch(Greenlet::isReady);
            assertThat(shared.accepted).as("futures").allMatch(Future::isDone);
            Hub hub = Hub.ifCurrent();
            if (hub != null) {
                hub.close();
            }
        });
    }

    private static void awaitAll(List<Thread> threads) {
        for (Thread thread : threads) {
            try {
                thread.join(HANG_MILLIS);
            } catch (InterruptedException e) {
                throw new IllegalStateException("the test was interrupted", e);
            }
            assertThat(thread.isAlive())
                    .as(() -> thread + " hangs at " + List.of(thread.getStackTrace()) + "\n"
                            + Hub.all().stream().map(Hub::report).toList())
                    .isFalse();
        }
    }

    private static void program(Shared shared, Random random) {
        try (Hub _ = Hub.open()) {
            shared.pools.add(new Pool(2));
            var actor = new Listener();
            if (random.nextBoolean()) {
                actor.start();
            }
            shared.actors.add(actor);
            for (int i = 0; i < GREENLETS; i++) {
                var own = new Random(random.nextLong());
                shared.greenlets.add(Jevent.spawn(() -> work(shared, own)));
            }
            if (random.nextInt(3) == 0) {
                shared.greenlets.add(Jevent.spawn(() -> actor.kill()));
            }
            Jevent.sleep(Duration.ofNanos(random.nextInt(3_000_000)));
        } catch (GreenletExit _) {
            // the interrupt
        } catch (Throwable t) {
            shared.failure.compareAndSet(null, t);
        }
    }

    private static void work(Shared shared, Random random) {
        shared.begun.incrementAndGet();
        try {
            while (true) {
                try {
                    step(shared, random);
                } catch (Timeout | QueueShutDownException | RejectedExecutionException _) {
                    Jevent.sleep();
                }
            }
        } finally {
            try {
                pause(random); // a second kill, of another greenlet, may cut this short
            } finally {
                shared.finallyBlocks.increment();
            }
        }
    }

    private static void step(Shared shared, Random random) {
        switch (random.nextInt(8)) {
            case 0 -> permit(shared, random);
            case 1 -> lock(shared, random);
            case 2 -> items(shared, random);
            case 3 -> condition(shared, random);
            case 4 -> new Timeout(Duration.ofNanos(random.nextInt(200_000))).run(() -> permit(shared, random));
            case 5 -> kill(shared, random);
            case 6 -> submit(shared, random);
            default -> tell(shared, random);
        }
    }

    private static void pause(Random random) {
        if (random.nextBoolean()) {
            Jevent.sleep(Duration.ofNanos(random.nextInt(200_000)));
        }
    }

    private static void permit(Shared shared, Random random) {
        shared.permits.acquire();
        try {
            pause(random);
        } finally {
            shared.permits.release();
        }
    }

    private static void lock(Shared shared, Random random) {
        shared.lock.lock();
        try {
            pause(random);
        } finally {
            shared.lock.unlock();
        }
    }

    private static void items(Shared shared, Random random) {
        if (random.nextBoolean()) {
            if (shared.items.put(1L, Duration.ofMillis(1))) {
                shared.put.increment();
            }
        } else {
            if (shared.items.get(Duration.ofMillis(1)).isPresent()) {
                shared.got.increment();
            }
        }
    }

    private static void condition(Shared shared, Random random) {
        shared.lock.lock();
        try {
            if (random.nextBoolean()) {
                var _ = shared.changed.await(Duration.ofMillis(1));
            } else {
                shared.changed.signalAll();
            }
        } finally {
            shared.lock.unlock();
        }
    }

    /** Ends a greenlet of any hub, which may be closing or closed, and joins it. */
    private static void kill(Shared shared, Random random) {
        Greenlet<?> victim = shared.greenlets.peek();
        if (victim != null && random.nextInt(4) == 0) {
            victim.kill();
            assertThat(victim.isDead()).isTrue();
        }
    }

    private static void submit(Shared shared, Random random) {
        Pool pool = shared.pools.peek();
        if (pool != null && random.nextBoolean()) {
            shared.accepted.add(pool.asExecutorService().submit(() -> 1));
        } else {
            shared.accepted.add(shared.pool.submit(() -> 1));
        }
    }

    private static void tell(Shared shared, Random unusedRandom) {
        Actor<String> actor = shared.actors.peek();
        if (actor != null) {
            new Timeout(Duration.ofMillis(1)).run(() -> actor.tell("hello"));
        }
    }
}
