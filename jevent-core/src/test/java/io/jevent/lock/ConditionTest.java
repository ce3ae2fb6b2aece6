// SPDX-License-Identifier: Apache-2.0
package io.jevent.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.LoopExit;
import io.jevent.hub.Hub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;

@SuppressWarnings({"WaitNotInLoop", "LockNotBeforeTry", "JavaUtilDate"}) // what is tested is the wait itself
class ConditionTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<String> log = new ArrayList<>();
    private final RLock lock = new RLock();
    private final Condition condition = lock.newCondition();

    private Greenlet<?> waiter(String name) {
        return Jevent.spawn(() -> {
            try (var _ = lock.hold()) {
                condition.await();
                assertThat(lock.isOwner()).isTrue();
                log.add(name);
                Jevent.sleep(SECOND);
            }
        });
    }

    @Test
    void signalWakesTheLongestWaiterWhichGoesOnWhenTheLockIsFree() throws Exception {
        HubTesting.run(() -> {
            var a = waiter("a");
            var b = waiter("b");
            Jevent.sleep();
            assertThat(lock.isLocked()).isFalse();
            lock.lock();
            condition.signal();
            Jevent.sleep(SECOND);
            assertThat(log).isEmpty();
            lock.unlock();
            a.join();
            assertThat(log).containsExactly("a");
            try (var _ = lock.hold()) {
                condition.signal();
                condition.signal();
            }
            b.join();
            assertThat(log).containsExactly("a", "b");
        });
    }

    @Test
    void signalAllWakesEveryoneInOrderOneAtATime() throws Exception {
        HubTesting.run(() -> {
            var all = List.of(waiter("a"), waiter("b"), waiter("c"));
            Jevent.sleep();
            long start = Hub.current().now();
            try (var _ = lock.hold()) {
                condition.signalAll();
            }
            Jevent.joinAllOrThrow(all);
            assertThat(log).containsExactly("a", "b", "c");
            assertThat(Hub.current().now() - start).isEqualTo(3 * SECOND.toNanos());
        });
    }

    @Test
    void awaitGivesTheLockAwayHoweverOftenItWasTakenAndTakesItAgainAsOften() throws Exception {
        HubTesting.run(() -> {
            lock.lock();
            lock.lock();
            var signaller = Jevent.spawn(() -> {
                try (var _ = lock.hold()) {
                    condition.signal();
                }
            });
            condition.await();
            lock.unlock();
            assertThat(lock.isOwner()).isTrue();
            lock.unlock();
            assertThat(lock.isLocked()).isFalse();
            signaller.result();
        });
    }

    @Test
    void onlyTheOwnerMayUseIt() {
        assertThatThrownBy(condition::await)
                .isInstanceOf(IllegalMonitorStateException.class)
                .hasMessageStartingWith(
                        "cannot wait on a condition of a lock that the caller does not own; owner: nobody");
        assertThatThrownBy(condition::signal)
                .isInstanceOf(IllegalMonitorStateException.class)
                .hasMessageStartingWith("cannot signal a condition of a lock that the caller does not own");
        assertThatThrownBy(condition::signalAll).isInstanceOf(IllegalMonitorStateException.class);
    }

    @Test
    void aWaitThatTimesOutTakesTheLockAgainHoweverLongThatTakes() throws Exception {
        HubTesting.run(() -> {
            lock.lock();
            var holder = Jevent.spawn(() -> {
                lock.lock();
                Jevent.sleep(SECOND.multipliedBy(5));
                lock.unlock();
            });
            long start = Hub.current().now();
            assertThat(condition.await(SECOND)).isFalse();
            assertThat(Hub.current().now() - start).isEqualTo(5 * SECOND.toNanos());
            assertThat(lock.isOwner()).isTrue();
            lock.unlock();
            holder.result();
        });
    }

    @Test
    void aZeroWaitKeepsTheLock() throws Exception {
        HubTesting.run(() -> {
            lock.lock();
            var other = Jevent.spawn(() -> lock.lock());
            assertThat(condition.await(Duration.ZERO)).isFalse();
            assertThat(condition.awaitUntil(new Date(0))).isFalse();
            assertThat(condition.awaitNanos(-3)).isEqualTo(-3);
            assertThat(lock.isOwner()).isTrue();
            lock.unlock();
            other.join();
        });
    }

    @Test
    void awaitNanosReturnsWhatIsLeft() throws Exception {
        HubTesting.run(() -> {
            lock.lock();
            var _ = Jevent.spawnLater(SECOND, () -> {
                try (var _ = lock.hold()) {
                    condition.signal();
                }
            });
            assertThat(condition.awaitNanos(3 * SECOND.toNanos())).isEqualTo(2 * SECOND.toNanos());
            assertThat(condition.awaitNanos(SECOND.toNanos())).isZero();
        });
    }

    @Test
    void aKilledWaiterOwnsTheLockInItsFinallyBlockAndASecondKillWaitsUntilThen() throws Exception {
        HubTesting.run(() -> {
            var first = new GreenletExit("first");
            var second = new GreenletExit("second");
            var victim = Jevent.spawn(() -> {
                lock.lock();
                try {
                    condition.await();
                } catch (GreenletExit e) {
                    log.add(e.getMessage() + " " + lock.isOwner());
                    assertThatThrownBy(Jevent::sleep).isSameAs(second);
                    throw e;
                } finally {
                    lock.unlock();
                }
            });
            Jevent.sleep();
            lock.lock();
            victim.interrupt(first);
            Jevent.sleep();
            victim.interrupt(second);
            Jevent.sleep();
            assertThat(log).isEmpty();
            lock.unlock();
            victim.join();
            assertThat(log).containsExactly("first true");
            assertThat(victim.exit()).isSameAs(first);
            assertThat(lock.isLocked()).isFalse();
            lock.lock();
            condition.signal(); // nobody is left behind in the list
        });
    }

    @Test
    void anOuterTimeoutIsRaisedOutOfATimedWait() throws Exception {
        HubTesting.run(() -> {
            lock.lock();
            try (var outer = Timeout.startNew(SECOND)) {
                assertThatThrownBy(() -> condition.await(SECOND.multipliedBy(2)))
                        .isSameAs(outer);
            }
            assertThat(lock.isOwner()).isTrue();
        });
    }

    @Test
    void anUninterruptibleWaitIsEndedOnlyByASignal() throws Exception {
        HubTesting.run(() -> {
            var victim = Jevent.spawn(() -> {
                try (var _ = lock.hold()) {
                    condition.awaitUninterruptibly();
                    log.add("signalled");
                    Jevent.sleep();
                    log.add("never");
                }
            });
            Jevent.sleep();
            victim.interrupt(new GreenletExit());
            Jevent.sleep(SECOND);
            assertThat(victim.isReady()).isFalse();
            try (var _ = lock.hold()) {
                condition.signal();
            }
            victim.join();
            assertThat(log).containsExactly("signalled");
        });
    }

    @Test
    void aWaitThatNobodyCanEndSaysWhatWouldEndIt() {
        assertThatThrownBy(() -> HubTesting.run(() -> {
                    lock.lock();
                    condition.await();
                }))
                .isInstanceOf(LoopExit.class)
                .message()
                .containsPattern("root, waiting on Condition@\\p{XDigit}+ of RLock@\\p{XDigit}+ \\(free\\)")
                .contains("only a signal() would wake it");
    }
}
