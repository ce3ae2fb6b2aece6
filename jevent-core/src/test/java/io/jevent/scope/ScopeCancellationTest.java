// SPDX-License-Identifier: Apache-2.0
package io.jevent.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Copies;
import io.jevent.Greenlet;
import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.event.Event;
import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.LoopExit;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Cancellation of a scope, and events during it. */
class ScopeCancellationTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final List<String> trace = new ArrayList<>();

    private static void waitForEver() {
        new Event().await();
    }

    private static void raise(RuntimeException failure) {
        throw failure;
    }

    /** Waits for ever, and takes a second to clean up. */
    private void waitAndCleanUp(String name) {
        try {
            waitForEver();
        } finally {
            Jevent.sleep(SECOND);
            trace.add(name + " cleaned up");
        }
    }

    @Test
    void whatACleanUpSpawnsIntoItsScopeNeverRuns() throws Exception {
        HubTesting.run(() -> {
            var failure = new IOException("lost");
            var late = new AtomicReference<Greenlet<?>>();
            assertThatThrownBy(() -> Scope.call(scope -> {
                        var _ = scope.spawn(() -> {
                            try {
                                waitForEver();
                            } finally {
                                late.set(scope.spawn(() -> trace.add("late")));
                                Jevent.sleep(SECOND);
                                trace.add("cleaned up");
                            }
                        });
                        Jevent.sleep();
                        throw failure;
                    }))
                    .isSameAs(failure)
                    .hasNoSuppressedExceptions();
            assertThat(late.get().exit()).hasMessage("its scope was cancelled");
            assertThat(trace).containsExactly("cleaned up");
        });
    }

    @Test
    void afterACancelTheBodyGoesOnAndWhatItSpawnsNeverRuns() throws Exception {
        HubTesting.run(() -> {
            int value = Scope.call(scope -> {
                scope.cancel();
                var late = scope.spawn(() -> trace.add("late"));
                Jevent.sleep(SECOND);
                assertThat(late.exit()).isNotNull();
                return 7;
            });
            assertThat(value).isEqualTo(7);
            assertThat(trace).isEmpty();
        });
    }

    @Test
    void aKillOfTheOwnerWhileItWaitsForItsChildrenEndsThemFirst() throws Exception {
        HubTesting.run(() -> {
            var owner = Jevent.spawn(() -> {
                try {
                    Scope.call(scope -> scope.spawn(() -> waitAndCleanUp("child")));
                } finally {
                    trace.add("owner left");
                }
                return null;
            });
            Jevent.sleep(SECOND);
            var exit = new GreenletExit("enough");
            owner.kill(exit);
            assertThat(owner.exit()).isSameAs(exit);
            assertThat(trace).containsExactly("child cleaned up", "owner left");
        });
    }

    @Test
    void aSecondKillOfTheOwnerWaitsForTheCleanUpAndIsRaisedAfterIt() throws Exception {
        HubTesting.run(() -> {
            var first = new GreenletExit("first");
            var second = new GreenletExit("second");
            var caught = new ArrayList<Throwable>();
            var owner = Jevent.spawn(() -> {
                try {
                    Scope.call(scope -> scope.spawn(() -> waitAndCleanUp("child")));
                } catch (GreenletExit e) {
                    caught.add(e);
                }
                trace.add("owner goes on");
                try {
                    Jevent.sleep(HOUR);
                } catch (GreenletExit e) {
                    caught.add(e);
                }
                return null;
            });
            Jevent.sleep();
            Jevent.sleep();
            owner.interrupt(first);
            Jevent.sleep(Duration.ofMillis(500));
            owner.interrupt(second);
            owner.join();
            assertThat(caught).containsExactly(first, second);
            assertThat(trace).containsExactly("child cleaned up", "owner goes on");
        });
    }

    @Test
    void aKillThatComesTogetherWithAFailureIsRaisedAfterIt() throws Exception {
        HubTesting.run(() -> {
            var failure = new IOException("lost");
            var owner = Jevent.spawn(() -> {
                var gate = new Event();
                try {
                    Scope.call(scope -> scope.spawn((Callable<Object>) () -> {
                        gate.await(SECOND);
                        Jevent.current().spawner().interrupt(new GreenletExit("enough"));
                        throw failure;
                    }));
                } catch (IOException e) {
                    trace.add(e.getMessage());
                }
                Jevent.sleep(HOUR);
                trace.add("never");
                return null;
            });
            owner.join();
            assertThat(owner.exit()).hasMessage("enough");
            assertThat(trace).isSubsetOf("lost");
        });
    }

    @Test
    void whatAShieldedCleanUpThrowsIsSuppressedInTheFirstFailure() throws Exception {
        HubTesting.run(() -> {
            var first = new IOException("first");
            var late = new IllegalStateException("while cleaning up");
            assertThatThrownBy(() -> Scope.call(scope -> {
                        var _ = scope.spawn(() -> {
                            try {
                                waitForEver();
                            } finally {
                                Jevent.shielded(() -> {
                                    Jevent.sleep(SECOND);
                                    throw late;
                                });
                            }
                            return null;
                        });
                        Jevent.sleep();
                        throw first;
                    }))
                    .isSameAs(first)
                    .hasSuppressedException(late);
            assertThat(late.getSuppressed()).isEmpty();
        });
    }

    @Test
    void whatACleanUpThrowsAfterATimeoutIsSuppressedInTheTimeout() throws Exception {
        HubTesting.run(() -> {
            var late = new IllegalStateException("while cleaning up");
            assertThatThrownBy(() -> Scope.call(
                            SECOND,
                            scope -> scope.spawn(() -> {
                                try {
                                    waitForEver();
                                } finally {
                                    Jevent.sleep(SECOND);
                                    raise(late);
                                }
                            })))
                    .isInstanceOf(Timeout.class)
                    .hasSuppressedException(late);
        });
    }

    @Test
    void aBodyThatSwallowsItsEndDoesNotHideTheFailure() throws Exception {
        HubTesting.run(() -> {
            var failure = new IOException("lost");
            assertThatThrownBy(() -> Scope.call(scope -> {
                        var _ = scope.spawn((Callable<Object>) () -> {
                            throw failure;
                        });
                        try {
                            waitForEver();
                        } catch (Throwable swallowed) {
                            trace.add(swallowed.getMessage());
                        }
                        return "fine";
                    }))
                    .is(Copies.of(failure));
            assertThat(trace).containsExactly("a child of this scope failed");
            Jevent.sleep(SECOND); // nothing is left to be thrown
        });
    }

    @Test
    void aFailureOfTheLastChildWhileTheBodyRunsIsNotThrownTwice() throws Exception {
        HubTesting.run(() -> {
            var failure = new IOException("lost");
            assertThatThrownBy(() -> Scope.call(scope -> {
                        var one = scope.spawn(() -> 1);
                        var _ = scope.spawn((Callable<Object>) () -> {
                            throw failure;
                        });
                        return one.result(); // both end before the body goes on
                    }))
                    .is(Copies.of(failure));
            Jevent.sleep(SECOND);
        });
    }

    @Test
    void oneOfTenThousandChildrenThatFailsEndsThemAll() throws Exception {
        HubTesting.run(() -> {
            var failure = new IOException("one of many");
            var killed = new AtomicInteger();
            var children = new ArrayList<Greenlet<?>>();
            assertThatThrownBy(() -> Scope.call(scope -> {
                        for (int i = 0; i < 10_000; i++) {
                            int number = i;
                            children.add(scope.spawn(() -> {
                                try {
                                    Jevent.sleep(number == 5_000 ? SECOND : HOUR);
                                } finally {
                                    killed.incrementAndGet();
                                }
                                throw failure;
                            }));
                        }
                        return null;
                    }))
                    .is(Copies.of(failure));
            assertThat(killed).hasValue(10_000);
            assertThat(children).allMatch(Greenlet::isDead);
            assertThat(Hub.current().greenletCount()).isEqualTo(1);
            assertThat(Hub.current().now()).isEqualTo(SECOND.toNanos());
        });
    }

    @Test
    void tenThousandChildrenThatAllFailAreAllReported() throws Exception {
        HubTesting.run(() -> assertThatThrownBy(() -> Scope.call(scope -> {
                    for (int i = 0; i < 10_000; i++) {
                        int number = i;
                        var _ = scope.spawn(() -> {
                            try {
                                waitForEver();
                            } finally {
                                raise(new IllegalStateException("failure " + number));
                            }
                        });
                    }
                    Jevent.sleep();
                    throw new IllegalStateException("first");
                }))
                .isInstanceOf(IllegalStateException.class)
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(10_000)));
    }

    @Test
    void childrenThatCanNeverEndAreReportedInsteadOfWaitedForAlways() throws Exception {
        HubTesting.run(() -> {
            var failure = new IOException("lost");
            var immortal = new AtomicReference<Greenlet<?>>();
            var gate = new Event();
            assertThatThrownBy(() -> Scope.call(scope -> {
                        immortal.set(scope.spawn(() -> Jevent.shielded(() -> {
                            gate.await();
                            return null;
                        })));
                        Jevent.sleep();
                        throw failure;
                    }))
                    .isInstanceOf(LoopExit.class)
                    .hasMessageContaining("the end of " + immortal.get().name())
                    .hasSuppressedException(failure);
            gate.set();
            immortal.get().join();
        });
    }

    @Test
    void theCloseOfTheHubWaitsForTheCleanUpOfTheChildrenAndThenForTheOwner() {
        Hub hub = Hub.open(new VirtualTimeLoop());
        var _ = Jevent.spawn(() -> {
            try {
                Scope.call(scope -> scope.spawn(() -> waitAndCleanUp("child")));
            } finally {
                trace.add("owner left");
            }
            return null;
        });
        Jevent.sleep();
        Jevent.sleep();
        hub.close();
        assertThat(trace).containsExactly("child cleaned up", "owner left");
        assertThat(hub.greenletCount()).isZero();
    }

    @Test
    void theReportNamesTheChildThatTheOwnerWaitsFor() throws Exception {
        HubTesting.run(() -> Scope.call(scope -> {
            var slow = scope.spawn(() -> Jevent.sleep(HOUR));
            slow.setName("slow");
            Hub hub = Hub.current();
            hub.schedule(SECOND, () -> trace.add(hub.report()));
            return null;
        }));
        assertThat(trace.getFirst()).containsPattern("root.*\\n?.*waiting on .*slow");
    }

    @Test
    void aRaceOfWhichEverybodyIsKilledSaysSo() throws Exception {
        HubTesting.run(() -> {
            List<Callable<String>> bodies = List.of(() -> {
                throw new GreenletExit("gave up");
            });
            assertThatThrownBy(() -> Scope.race(bodies))
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("all who ran in the race were killed");
        });
    }

    @Test
    void whoIsKilledInARaceHasNotWonIt() throws Exception {
        HubTesting.run(() -> {
            List<Callable<String>> bodies = List.of(
                    () -> {
                        throw new GreenletExit("gave up");
                    },
                    () -> {
                        Jevent.sleep(SECOND);
                        return "won";
                    });
            assertThat(Scope.race(bodies)).isEqualTo("won");
        });
    }
}
