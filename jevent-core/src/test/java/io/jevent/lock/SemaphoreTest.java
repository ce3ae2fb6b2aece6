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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Semaphores: permits, order of waiters, limits, kills, links. */
class SemaphoreTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<String> log = new ArrayList<>();

    private Greenlet<?> acquirer(Semaphore semaphore, String name) {
        return Jevent.spawn(() -> {
            semaphore.acquire();
            log.add(name);
        });
    }

    @Test
    void itCountsItsPermits() {
        var semaphore = new Semaphore(2);
        assertThat(semaphore.available()).isEqualTo(2);
        semaphore.acquire();
        assertThat(semaphore.isLocked()).isFalse();
        assertThat(semaphore.tryAcquire()).isTrue();
        assertThat(semaphore.isLocked()).isTrue();
        assertThat(semaphore.isReady()).isFalse();
        assertThat(semaphore.tryAcquire()).isFalse();
        for (int i = 0; i < 3; i++) {
            semaphore.release();
        }
        assertThat(semaphore.available()).isEqualTo(3);
        assertThat(semaphore.toString()).matches("Semaphore@\\p{XDigit}+ \\(3 available, 0 waiting\\)");
    }

    @Test
    void aNegativeNumberOfPermitsIsRefused() {
        assertThatThrownBy(() -> new Semaphore(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("permits must not be negative: -1");
    }

    @Test
    void releaseHandsThePermitToTheLongestWaiterAndNobodyBarges() throws Exception {
        HubTesting.run(() -> {
            var semaphore = new Semaphore();
            semaphore.acquire();
            var _ = acquirer(semaphore, "a");
            var _ = acquirer(semaphore, "b");
            Jevent.sleep();
            semaphore.release();
            assertThat(semaphore.tryAcquire()).isFalse();
            assertThat(semaphore.available()).isZero();
            assertThat(log).isEmpty();
            Jevent.sleep();
            assertThat(log).containsExactly("a");
            semaphore.release();
            Jevent.sleep();
            assertThat(log).containsExactly("a", "b");
        });
    }

    @Test
    void acquireReturnsFalseWhenTheTimePassesFirst() throws Exception {
        HubTesting.run(() -> {
            var semaphore = new Semaphore(0);
            long start = Hub.current().now();
            assertThat(semaphore.acquire(SECOND)).isFalse();
            assertThat(Hub.current().now() - start).isEqualTo(SECOND.toNanos());
            assertThat(semaphore.acquire(Duration.ZERO)).isFalse();
            semaphore.release();
            assertThat(semaphore.acquire(SECOND)).isTrue();
            assertThat(semaphore.available()).isZero();
            assertThatThrownBy(() -> semaphore.acquire(Duration.ofSeconds(-1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("timeout must not be negative: PT-1S");
        });
    }

    @Test
    void whatDoesNotHaveToWaitDoesNotSwitch() throws Exception {
        HubTesting.run(() -> {
            var other = Jevent.spawn(() -> log.add("other"));
            try (var _ = new Semaphore().hold()) {
                assertThat(log).isEmpty();
            }
            other.join();
            assertThat(log).containsExactly("other");
        });
    }

    @Test
    void aKilledWaiterTakesNoPermit() throws Exception {
        HubTesting.run(() -> {
            var semaphore = new Semaphore(0);
            var a = acquirer(semaphore, "a");
            var _ = acquirer(semaphore, "b");
            Jevent.sleep();
            a.kill();
            semaphore.release();
            Jevent.sleep();
            assertThat(log).containsExactly("b");
        });
    }

    @Test
    void aPermitHandedToAGreenletThatIsKilledAtTheSameMomentIsNotLost() throws Exception {
        HubTesting.run(() -> {
            var semaphore = new Semaphore(0);
            var a = Jevent.spawn(() -> {
                try (var _ = semaphore.hold()) {
                    log.add("a has it");
                    Jevent.sleep(SECOND);
                    log.add("never");
                }
            });
            var _ = acquirer(semaphore, "b");
            Jevent.sleep();
            semaphore.release();
            a.interrupt(new GreenletExit("at the same moment"));
            Jevent.sleep();
            assertThat(log).containsExactly("a has it");
            Jevent.sleep();
            assertThat(log).containsExactly("a has it", "b");
            assertThat(a.exit()).hasMessage("at the same moment");
        });
    }

    @Test
    void anOuterTimeoutIsRaisedOutOfATimedAcquireAndLeavesNobodyBehind() throws Exception {
        HubTesting.run(() -> {
            var semaphore = new Semaphore(0);
            try (var outer = Timeout.startNew(SECOND)) {
                assertThatThrownBy(() -> semaphore.acquire(SECOND.multipliedBy(2)))
                        .isSameAs(outer);
            }
            semaphore.release();
            assertThat(semaphore.available()).isEqualTo(1);
        });
    }

    @Test
    void awaitWaitsForAPermitWithoutTakingIt() throws Exception {
        HubTesting.run(() -> {
            var semaphore = new Semaphore(0);
            assertThat(semaphore.await(SECOND)).isFalse();
            var waiting = Jevent.spawn(() -> semaphore.await());
            Jevent.sleep();
            semaphore.release();
            waiting.join();
            assertThat(semaphore.await(Duration.ZERO)).isTrue();
            assertThat(semaphore.available()).isEqualTo(1);
        });
    }

    @Test
    void aPermitThatGoesToAWaiterIsNotSeenByThoseWhoOnlyLook() throws Exception {
        HubTesting.run(() -> {
            var semaphore = new Semaphore(0);
            semaphore.rawlink(() -> log.add("link"));
            var _ = acquirer(semaphore, "a");
            Jevent.sleep();
            semaphore.release();
            Jevent.sleep();
            assertThat(log).containsExactly("a");
            semaphore.release();
            Jevent.sleep();
            assertThat(log).containsExactly("a", "link");
        });
    }

    @Test
    void linksRunOnceInTheHubAndCanBeRemoved() throws Exception {
        HubTesting.run(() -> {
            var semaphore = new Semaphore(0);
            Runnable removed = () -> log.add("removed");
            semaphore.rawlink(() -> log.add("first"));
            semaphore.rawlink(removed);
            semaphore.unlink(removed);
            semaphore.release();
            assertThat(log).isEmpty();
            Jevent.sleep();
            assertThat(semaphore.tryAcquire()).isTrue();
            semaphore.release();
            semaphore.rawlink(() -> log.add("at once"));
            assertThat(log).containsExactly("first");
            Jevent.sleep();
            assertThat(log).containsExactly("first", "at once");
        });
    }

    @Test
    void itCanBeWaitedForTogetherWithOthers() throws Exception {
        HubTesting.run(() -> {
            var free = new Semaphore(1);
            var taken = new Semaphore(0);
            var _ = Jevent.spawnLater(SECOND, taken::release);
            assertThat(Jevent.await(List.of(taken, free))).containsExactly(free, taken);
        });
    }

    @Test
    void inACallbackOfTheHubOnlyWaitingIsRefused() throws Exception {
        HubTesting.run(() -> {
            var semaphore = new Semaphore(1);
            var refused = new AtomicReference<@Nullable Throwable>();
            Hub.current().runCallback(() -> {
                log.add("tried " + semaphore.tryAcquire() + " " + semaphore.tryAcquire());
                try {
                    semaphore.acquire();
                } catch (BlockingSwitchOutException e) {
                    refused.set(e);
                }
                semaphore.release();
            });
            Jevent.sleep();
            assertThat(log).containsExactly("tried true false");
            assertThat(refused.get()).hasMessageContaining("a blocking call in a callback of");
            assertThat(semaphore.acquire(SECOND)).isTrue();
        });
    }

    @Test
    void aHoldGivesBackOnce() {
        var semaphore = new Semaphore(1);
        var hold = semaphore.hold();
        hold.close();
        hold.close();
        assertThat(semaphore.available()).isEqualTo(1);
    }

    @Test
    void aBoundedSemaphoreRefusesToBeReleasedTooOften() {
        var semaphore = new BoundedSemaphore(2);
        semaphore.acquire();
        semaphore.release();
        assertThatThrownBy(semaphore::release)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("semaphore released too many times: all 2 permits are available already; release once for"
                        + " each acquire");
        assertThat(semaphore.available()).isEqualTo(2);
    }

    @Test
    void aDummySemaphoreNeverRunsOut() throws Exception {
        HubTesting.run(() -> {
            var semaphore = new DummySemaphore();
            for (int i = 0; i < 3; i++) {
                semaphore.acquire();
            }
            assertThat(semaphore.tryAcquire()).isTrue();
            assertThat(semaphore.acquire(Duration.ZERO)).isTrue();
            semaphore.release();
            semaphore.await();
            assertThat(semaphore.isReady()).isTrue();
            assertThat(semaphore.isLocked()).isFalse();
            assertThat(semaphore.available()).isEqualTo(Integer.MAX_VALUE);
            semaphore.rawlink(() -> log.add("link"));
            Jevent.sleep();
            assertThat(log).containsExactly("link");
        });
    }

    @Test
    void aDeadlockOfTwoSemaphoresUsedAsLocksIsNamedAsACycle() {
        var a = new Semaphore(1);
        var b = new BoundedSemaphore(1);
        assertThatThrownBy(() -> HubTesting.run(() -> {
                    var one = taker(a, b);
                    one.setName("one");
                    var two = taker(b, a);
                    two.setName("two");
                    Jevent.joinAll(one, two);
                }))
                .isInstanceOf(LoopExit.class)
                .message()
                .containsPattern(
                        "wait cycle: one waits on BoundedSemaphore@.*, held by two; two waits on Semaphore@.*, held by"
                                + " one")
                .contains("only a release() would wake it (two, waiting on Semaphore@");
    }

    private static Greenlet<?> taker(Semaphore first, Semaphore second) {
        return Jevent.spawn(() -> {
            first.acquire();
            Jevent.sleep();
            second.acquire();
        });
    }

    @Test
    void aSemaphoreOfSeveralPermitsNamesNobody() throws Exception {
        HubTesting.run(() -> {
            var semaphore = new Semaphore(1);
            assertThat(semaphore.holders()).isEmpty();
            semaphore.acquire();
            assertThat(semaphore.holders()).containsExactly(Jevent.current());
            semaphore.release();
            semaphore.release();
            semaphore.acquire();
            semaphore.acquire();
            assertThat(semaphore.holders()).isEmpty();
        });
    }

    /** Chapter "Locks and Semaphores" of the tutorial. */
    @Test
    void twoPermitsAreSharedInTheOrderOfTheTutorial() throws Exception {
        var semaphore = new BoundedSemaphore(2);
        HubTesting.run(() -> {
            inParallel(0, 2, n -> {
                semaphore.acquire();
                log.add("Worker " + n + " acquired semaphore");
                Jevent.sleep();
                semaphore.release();
                log.add("Worker " + n + " released semaphore");
            });
            inParallel(3, 6, n -> {
                try (var _ = semaphore.hold()) {
                    log.add("Worker " + n + " acquired semaphore");
                    Jevent.sleep();
                }
                log.add("Worker " + n + " released semaphore");
            });
        });
        assertThat(log)
                .containsExactly(
                        "Worker 0 acquired semaphore",
                        "Worker 1 acquired semaphore",
                        "Worker 0 released semaphore",
                        "Worker 1 released semaphore",
                        "Worker 3 acquired semaphore",
                        "Worker 4 acquired semaphore",
                        "Worker 3 released semaphore",
                        "Worker 4 released semaphore",
                        "Worker 5 acquired semaphore",
                        "Worker 5 released semaphore");
    }

    private static void inParallel(int from, int to, IntConsumer body) {
        var workers = new ArrayList<Greenlet<?>>();
        for (int i = from; i < to; i++) {
            int n = i;
            workers.add(Jevent.spawn(() -> body.accept(n)));
        }
        Jevent.joinAllOrThrow(workers);
    }
}
