// SPDX-License-Identifier: Apache-2.0
package io.jevent.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.HubTesting;
import io.jevent.HubTesting.Body;
import io.jevent.Jevent;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Hub;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Plain threads, threads with greenlets, and virtual threads of the JDK use one lock. */
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop"}) // what is tested is the lock itself
class LocksBetweenThreadsTest {

    private static final int ROUNDS = 300;

    /** Not atomic on purpose: what the lock must protect. */
    private int count;

    private void countUp() {
        int before = count;
        Thread.onSpinWait();
        count = before + 1;
    }

    private static Body greenlets(int number, Body body) {
        return () -> Jevent.run(() -> {
            var all = new ArrayList<Greenlet<?>>();
            for (int i = 0; i < number; i++) {
                all.add(Jevent.spawn(() -> {
                    body.run();
                    return null;
                }));
            }
            Jevent.joinAllOrThrow(all);
            return null;
        });
    }

    @RepeatedTest(20)
    void aSemaphoreOfOneExcludesGreenletsOfTwoHubsAndPlainThreadsFromEachOther() throws Exception {
        var semaphore = new BoundedSemaphore(1);
        Body body = () -> {
            for (int i = 0; i < ROUNDS; i++) {
                try (var _ = semaphore.hold()) {
                    countUp();
                    if (i % 50 == 0) {
                        Jevent.sleep();
                    }
                }
            }
        };
        HubTesting.onThreads(List.of(greenlets(3, body), greenlets(3, body), body, body));
        assertThat(count).isEqualTo(8 * ROUNDS);
        assertThat(semaphore.available()).isEqualTo(1);
    }

    @RepeatedTest(20)
    void anRLockExcludesGreenletsOfTwoHubsAndPlainThreadsFromEachOther() throws Exception {
        Lock lock = new RLock();
        Body body = () -> {
            for (int i = 0; i < ROUNDS; i++) {
                lock.lock();
                lock.lock();
                try {
                    countUp();
                    if (i % 50 == 0) {
                        Jevent.sleep();
                    }
                } finally {
                    lock.unlock();
                    lock.unlock();
                }
            }
        };
        HubTesting.onThreads(List.of(greenlets(3, body), greenlets(3, body), body, body));
        assertThat(count).isEqualTo(8 * ROUNDS);
    }

    @RepeatedTest(20)
    void permitsAreNotLostWhenWaitersTimeOutAndAreKilledWhileOthersRelease() throws Exception {
        var semaphore = new BoundedSemaphore(2);
        Body timed = () -> {
            for (int i = 0; i < ROUNDS; i++) {
                if (semaphore.acquire(Duration.ofNanos(i * 50L))) {
                    Thread.onSpinWait();
                    semaphore.release();
                }
            }
        };
        Body killed = () -> Jevent.run(() -> {
            for (int i = 0; i < ROUNDS; i++) {
                var victim = Jevent.spawn(() -> {
                    try (var _ = semaphore.hold()) {
                        Jevent.sleep();
                    }
                });
                Jevent.sleep();
                victim.kill();
            }
        });
        HubTesting.onThreads(List.of(timed, killed, timed, killed));
        assertThat(semaphore.available()).isEqualTo(2);
    }

    /** A bounded buffer as the JDK's documentation of Condition has it. */
    private static final class Buffer {
        private final RLock lock = new RLock();
        private final Condition notFull = lock.newCondition();
        private final Condition notEmpty = lock.newCondition();
        private final ArrayDeque<Integer> items = new ArrayDeque<>();

        void put(int item) {
            try (var _ = lock.hold()) {
                while (items.size() == 2) {
                    notFull.await();
                }
                items.add(item);
                notEmpty.signal();
            }
        }

        int take() {
            try (var _ = lock.hold()) {
                while (items.isEmpty()) {
                    notEmpty.await();
                }
                notFull.signal();
                return items.remove();
            }
        }
    }

    @RepeatedTest(20)
    void noSignalIsLostBetweenThreads() throws Exception {
        var buffer = new Buffer();
        var taken = Collections.synchronizedList(new ArrayList<Integer>());
        var next = new AtomicInteger();
        Body putter = () -> {
            for (int i = 0; i < ROUNDS; i++) {
                buffer.put(next.getAndIncrement());
            }
        };
        Body taker = () -> {
            for (int i = 0; i < ROUNDS; i++) {
                taken.add(buffer.take());
            }
        };
        HubTesting.onThreads(
                List.of(greenlets(2, putter), putter, greenlets(1, putter), taker, greenlets(2, taker), taker));
        assertThat(taken).hasSize(4 * ROUNDS).doesNotHaveDuplicates();
        assertThat(buffer.lock.isLocked()).isFalse();
    }

    @Test
    void virtualThreadsOfTheJdkMayUseThemToo() throws Exception {
        var lock = new RLock();
        var condition = lock.newCondition();
        var semaphore = new Semaphore(0);
        Body waiting = () -> {
            lock.lock();
            semaphore.release();
            assertThat(condition.await(Duration.ofHours(1))).isTrue();
            assertThat(lock.isOwner()).isTrue();
            countUp();
            lock.unlock();
        };
        var failures = Collections.synchronizedList(new ArrayList<Throwable>());
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    waiting.run();
                } catch (Throwable t) {
                    failures.add(t);
                }
            }));
        }
        HubTesting.onThreads(List.of(() -> {
            Hub.current().retain(); // it cannot see that the virtual threads of the JDK are at work for it
            for (int i = 0; i < 4; i++) {
                semaphore.acquire();
            }
            try (var _ = lock.hold()) {
                condition.signalAll();
            }
        }));
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        assertThat(count).isEqualTo(4);
    }

    @Test
    void anInterruptEndsTheWaitOfAVirtualThreadOfTheJdkWithTheLockInItsHands() throws Exception {
        var lock = new RLock();
        var condition = lock.newCondition();
        var waits = new Semaphore(0);
        var log = Collections.synchronizedList(new ArrayList<String>());
        Thread thread = Thread.ofVirtual().unstarted(() -> {
            lock.lock();
            waits.release();
            try {
                condition.awaitNanos(Long.MAX_VALUE);
            } catch (GreenletExit e) {
                log.add(e.getMessage() + "; owner " + lock.isOwner());
            }
            condition.awaitUninterruptibly();
            log.add("interrupted " + Thread.interrupted() + "; owner " + lock.isOwner());
            lock.unlock();
        });
        HubTesting.onThreads(List.of(() -> {
            Hub.current().retain();
            thread.start();
            waits.acquire();
            lock.lock(); // so it waits
            thread.interrupt();
            while (!lock.toString().contains("1 waiting")) {
                Thread.onSpinWait();
            }
            thread.interrupt(); // this one may not keep it from taking the lock, and ends its next wait
            lock.unlock();
            thread.join();
        }));
        assertThat(log)
                .containsExactly(
                        "the virtual thread was interrupted in a wait of jevent; owner true",
                        "interrupted true; owner true");
        assertThat(lock.isLocked()).isFalse();
    }
}
