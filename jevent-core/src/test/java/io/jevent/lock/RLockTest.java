// SPDX-License-Identifier: Apache-2.0
package io.jevent.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.exceptions.BlockingSwitchOutException;
import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.LoopExit;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Reentrant locks: owners, order of waiters, limits, kills. */
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop"}) // what is tested is the lock itself
class RLockTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<String> log = new ArrayList<>();
    private final RLock lock = new RLock();

    private Greenlet<?> locker(String name) {
        return Jevent.spawn(() -> {
            lock.lock();
            log.add(name);
        });
    }

    @Test
    void itsOwnerMayTakeItAgainAndReleasesItAsOften() throws Exception {
        HubTesting.run(() -> {
            lock.lock();
            assertThat(lock.tryLock()).isTrue();
            assertThat(lock.tryLock(SECOND)).isTrue();
            lock.unlock();
            lock.unlock();
            assertThat(lock.isOwner()).isTrue();
            assertThat(lock.isLocked()).isTrue();
            lock.unlock();
            assertThat(lock.isOwner()).isFalse();
            assertThat(lock.isLocked()).isFalse();
        });
    }

    @Test
    void unlockHandsItToTheLongestWaiterAndNobodyBarges() throws Exception {
        HubTesting.run(() -> {
            lock.lock();
            var a = Jevent.spawn(() -> {
                try (var _ = lock.hold()) {
                    log.add("a");
                    Jevent.sleep(SECOND);
                }
            });
            var b = locker("b");
            Jevent.sleep();
            assertThat(lock.toString()).matches("RLock@\\p{XDigit}+ \\(locked, 2 waiting\\)");
            lock.unlock();
            assertThat(lock.tryLock()).isFalse();
            assertThat(lock.holders()).containsExactly(a);
            assertThat(lock.tryLock(SECOND.dividedBy(2))).isFalse();
            assertThat(log).containsExactly("a");
            b.join();
            assertThat(log).containsExactly("a", "b");
        });
    }

    @Test
    void onlyTheOwnerMayUnlock() throws Exception {
        HubTesting.run(() -> {
            var owner = Jevent.spawn(() -> {
                lock.lock();
                Jevent.sleep(SECOND);
                lock.unlock();
            });
            owner.setName("the owner");
            Jevent.sleep();
            var thief = Jevent.spawn(lock::unlock);
            thief.setName("the thief");
            Hub.current().setErrorStream(null);
            thief.join();
            assertThat(thief.exception())
                    .isInstanceOf(IllegalMonitorStateException.class)
                    .hasMessage("cannot release a lock that the caller does not own; owner: the owner, current: the"
                            + " thief");
            owner.join();
            assertThat(owner.isSuccessful()).isTrue();
            assertThatThrownBy(lock::unlock)
                    .isInstanceOf(IllegalMonitorStateException.class)
                    .hasMessageContaining("owner: nobody, current: root");
        });
    }

    @Test
    void aKilledWaiterDoesNotGetIt() throws Exception {
        HubTesting.run(() -> {
            lock.lock();
            var a = locker("a");
            var b = locker("b");
            Jevent.sleep();
            a.kill();
            lock.unlock();
            b.join();
            assertThat(log).containsExactly("b");
        });
    }

    @Test
    void aLockHandedToAGreenletThatIsKilledAtTheSameMomentIsNotLost() throws Exception {
        HubTesting.run(() -> {
            lock.lock();
            var a = Jevent.spawn(() -> {
                lock.lock();
                try {
                    log.add("a");
                    Jevent.sleep();
                    log.add("never");
                } finally {
                    lock.unlock();
                }
            });
            var b = locker("b");
            Jevent.sleep();
            lock.unlock();
            a.interrupt(new GreenletExit());
            b.join();
            assertThat(log).containsExactly("a", "b");
        });
    }

    @Test
    void anOuterTimeoutIsRaisedOutOfATimedTryAndLeavesNobodyBehind() throws Exception {
        HubTesting.run(() -> {
            var owner = Jevent.spawn(() -> {
                lock.lock();
                Jevent.sleep(SECOND.multipliedBy(5));
                lock.unlock();
            });
            Jevent.sleep();
            try (var outer = Timeout.startNew(SECOND)) {
                assertThatThrownBy(() -> lock.tryLock(SECOND.multipliedBy(2))).isSameAs(outer);
            }
            assertThat(lock.isOwner()).isFalse();
            owner.join();
            assertThat(lock.tryLock()).isTrue();
        });
    }

    @Test
    void aDeadlockIsNamedAsACycle() {
        var other = new RLock();
        assertThatThrownBy(() -> HubTesting.run(() -> {
                    var one = taker(lock, other);
                    one.setName("one");
                    var two = taker(other, lock);
                    two.setName("two");
                    Jevent.joinAll(one, two);
                }))
                .isInstanceOf(LoopExit.class)
                .message()
                .containsPattern("wait cycle: one waits on RLock@.*, held by two; two waits on RLock@.*, held by one")
                .contains("only an unlock() by its owner would wake it (two, waiting on RLock@");
    }

    private static Greenlet<?> taker(RLock first, RLock second) {
        return Jevent.spawn(() -> {
            try (var _ = first.hold()) {
                Jevent.sleep();
                try (var _ = second.hold()) {
                    throw new AssertionError("both have both");
                }
            }
        });
    }

    @Test
    void anOwnerThatDiedIsNamedByThoseItLeavesBehind() {
        assertThatThrownBy(() -> HubTesting.run(() -> {
                    var dead = locker("dead");
                    dead.setName("the deceased");
                    dead.join();
                    lock.lock();
                }))
                .isInstanceOf(LoopExit.class)
                .hasMessageContaining("only an unlock() by its owner would wake it (the deceased, dead)");
    }

    @Test
    void aCallbackOfTheHubIsNotTakenForTheMainGreenlet() {
        try (Hub hub = Hub.open(new VirtualTimeLoop())) {
            lock.lock();
            var refused = new AtomicReference<@Nullable Throwable>();
            hub.runCallback(() -> {
                log.add("callback " + lock.tryLock() + " " + lock.isOwner());
                try {
                    lock.lock();
                } catch (BlockingSwitchOutException e) {
                    refused.set(e);
                }
            });
            Jevent.sleep();
            assertThat(refused.get()).hasMessageContaining("a blocking call in a callback of");
            lock.unlock();
            hub.runCallback(() -> {
                log.add("free " + lock.tryLock() + " " + lock.isOwner());
                assertThatThrownBy(() -> lock.newCondition().awaitNanos(1))
                        .isInstanceOf(BlockingSwitchOutException.class);
                lock.unlock();
            });
            Jevent.sleep();
            assertThat(log).containsExactly("callback false false", "free true true");
            assertThat(lock.isLocked()).isFalse();
        }
    }

    @Test
    void aThreadOwnsItBeforeAndAfterItHasAHub() throws Exception {
        HubTesting.onThreads(List.of(() -> {
            lock.lock();
            assertThat(Hub.ifCurrent()).isNull();
            Jevent.sleep(Duration.ofNanos(1));
            assertThat(Hub.ifCurrent()).isNotNull();
            assertThat(lock.isOwner()).isTrue();
            lock.unlock();
            assertThat(lock.isLocked()).isFalse();
        }));
    }

    @Test
    void theTimedTryOfTheJdkKeepsItsContract() throws Exception {
        HubTesting.run(() -> {
            var owner = Jevent.spawn(() -> {
                lock.lock();
                Jevent.sleep(SECOND);
                lock.unlock();
            });
            Jevent.sleep();
            assertThat(lock.tryLock(-1, TimeUnit.SECONDS)).isFalse();
            assertThat(lock.tryLock(999, TimeUnit.MILLISECONDS)).isFalse();
            assertThat(lock.tryLock(2, TimeUnit.MILLISECONDS)).isTrue();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> lock.tryLock(1, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isFalse();
            Thread.currentThread().interrupt();
            assertThatThrownBy(lock::lockInterruptibly)
                    .isInstanceOf(InterruptedException.class)
                    .hasMessage("interrupted before it could take the lock");
            lock.lockInterruptibly();
            lock.unlock();
            lock.unlock();
            owner.join();
            assertThat(lock.isLocked()).isFalse();
        });
    }
}
