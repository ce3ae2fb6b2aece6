// SPDX-License-Identifier: Apache-2.0
package io.jevent.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import io.jevent.lock.BoundedSemaphore;
import io.jevent.lock.Condition;
import io.jevent.lock.RLock;
import io.jevent.lock.Semaphore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Locks that greenlets and threads of several hubs fight for. */
class LockRaceTest {
    private static final int TURNS = 5;

    /** Guarded by the lock under test, and by nothing else. */
    private static final class Count {
        private int value;
    }

    @Test
    void aSemaphoreOfOneLetsOneInAtATime() {
        Race.repeat(race -> {
            var semaphore = new BoundedSemaphore(1);
            var count = new Count();
            Runnable body = () -> {
                for (int i = 0; i < TURNS; i++) {
                    try (var _ = semaphore.hold()) {
                        count.value++;
                    }
                }
            };
            race.run(body, body, body);
            assertThat(count.value).isEqualTo(3 * TURNS);
            assertThat(semaphore.available()).isEqualTo(1);
        });
    }

    @Test
    void aSemaphoreGivesOutAsManyPermitsAsItHas() {
        Race.repeat(race -> {
            var semaphore = new Semaphore(2);
            var inside = new AtomicInteger();
            Runnable body = () -> {
                for (int i = 0; i < TURNS; i++) {
                    if (semaphore.tryAcquire() || semaphore.acquire(Duration.ofSeconds(10))) {
                        assertThat(inside.incrementAndGet()).isBetween(1, 2);
                        inside.decrementAndGet();
                        semaphore.release();
                    }
                }
            };
            race.run(body, body, body);
            assertThat(semaphore.available()).isEqualTo(2);
        });
    }

    @Test
    void aReentrantLockBelongsToOneGreenletAtATime() {
        Race.repeat(race -> {
            var lock = new RLock();
            var count = new Count();
            Runnable body = () -> {
                for (int i = 0; i < TURNS; i++) {
                    lock.lock();
                    try {
                        if (lock.tryLock()) {
                            count.value++;
                            lock.unlock();
                        }
                    } finally {
                        lock.unlock();
                    }
                }
            };
            Runnable two = () -> Jevent.joinAll(Jevent.spawn(body), Jevent.spawn(body));
            race.run(two, body, two);
            assertThat(count.value).isEqualTo(5 * TURNS);
            assertThat(lock.isLocked()).isFalse();
        });
    }

    @Test
    void aReentrantLockThatSomeGiveUpWaitingForIsFreeInTheEnd() {
        Race.repeat(race -> {
            var lock = new RLock();
            var count = new Count();
            var taken = new AtomicInteger();
            Duration limit = Duration.ofNanos(1 + race.random(50_000));
            Runnable body = () -> {
                for (int i = 0; i < TURNS; i++) {
                    if (lock.tryLock(limit)) {
                        count.value++;
                        taken.incrementAndGet();
                        lock.unlock();
                    }
                }
            };
            race.run(body, body, body);
            assertThat(count.value).isEqualTo(taken.get());
            assertThat(lock.isLocked()).isFalse();
        });
    }

    @Test
    void aSignalOfAConditionReachesWhoWaits() {
        Race.repeat(race -> {
            var lock = new RLock();
            Condition condition = lock.newCondition();
            var ready = new Count();
            Duration limit = race.random(2) == 0 ? Duration.ofHours(1) : Duration.ofNanos(1 + race.random(50_000));
            Runnable waiter = () -> {
                lock.lock();
                try {
                    while (ready.value == 0) {
                        boolean _ = condition.await(limit);
                    }
                    ready.value--;
                } finally {
                    lock.unlock();
                }
            };
            race.run(waiter, waiter, () -> {
                for (int i = 0; i < 2; i++) {
                    lock.lock();
                    try {
                        ready.value++;
                        condition.signal();
                    } finally {
                        lock.unlock();
                    }
                }
            });
            assertThat(ready.value).isZero();
            assertThat(lock.isLocked()).isFalse();
        });
    }
}
