// SPDX-License-Identifier: Apache-2.0
package io.jevent.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Copies;
import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.event.Event;
import io.jevent.exceptions.InvalidThreadUseException;
import io.jevent.hub.Hub;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Scopes in scopes, time limits in time limits, and scopes where they do not belong. */
class ScopeNestingTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static Optional<Duration> remainingHere() throws Exception {
        return Scope.<Optional<Duration>>call(Scope::remaining);
    }

    private static Optional<Duration> inAChildOf(Scope scope, Callable<Optional<Duration>> body) {
        return scope.<Optional<Duration>>spawn(body).result();
    }

    private static void raise(RuntimeException failure) {
        throw failure;
    }

    @Test
    void theTimeLeftIsThatOfTheScopesAroundAGreenlet() throws Exception {
        HubTesting.run(() -> {
            Scope.call(SECOND, scope -> {
                assertThat(remainingHere()).contains(SECOND);
                assertThat(inAChildOf(scope, () -> remainingHere())).contains(SECOND);
                assertThat(inAChildOf(scope, () -> Scope.call(inner -> inAChildOf(inner, () -> remainingHere()))))
                        .contains(SECOND);
                return null;
            });
            assertThat(remainingHere()).isEmpty();
        });
    }

    @Test
    void aGreenletThatMayOutliveTheScopeIsNotUnderItsTimeLimit() throws Exception {
        HubTesting.run(() -> {
            var free = Scope.call(SECOND, scope -> Jevent.spawn(ScopeNestingTest::remainingHere));
            assertThat(free.result()).isEmpty();
        });
    }

    @Test
    void aTimeLimitDoesNotReachIntoAShield() throws Exception {
        HubTesting.run(() -> Scope.call(SECOND, scope -> {
            assertThat(Jevent.shielded(ScopeNestingTest::remainingHere)).isEmpty();
            assertThat(inAChildOf(scope, () -> Jevent.shielded(ScopeNestingTest::remainingHere)))
                    .isEmpty();
            Jevent.shielded(() -> Scope.call(MINUTE, inner -> {
                assertThat(remainingHere()).contains(MINUTE);
                return null;
            }));
            return null;
        }));
    }

    @Test
    void theTimeoutAroundAScopeAndItsOwnLimitEachComeOutAsThemselves() throws Exception {
        HubTesting.run(() -> {
            var around = new Timeout(SECOND);
            assertThatThrownBy(() -> around.call(() -> Scope.call(MINUTE, scope -> {
                        new Event().await();
                        return null;
                    })))
                    .isSameAs(around);
            var later = new Timeout(MINUTE);
            assertThatThrownBy(() -> later.call(() -> Scope.call(SECOND, scope -> {
                        new Event().await();
                        return null;
                    })))
                    .isInstanceOf(Timeout.class)
                    .isNotSameAs(later)
                    .hasMessage("1 second");
        });
    }

    @Test
    void ofTwoLimitsThatEndAtTheSameMomentNoneIsLost() throws Exception {
        HubTesting.run(() -> {
            var around = new Timeout(SECOND);
            assertThatThrownBy(() -> around.call(() -> {
                        try {
                            return Scope.call(SECOND, scope -> {
                                new Event().await();
                                return null;
                            });
                        } catch (Timeout mine) {
                            if (mine == around) {
                                throw mine;
                            }
                            Jevent.sleep(MINUTE);
                            return null;
                        }
                    }))
                    .isSameAs(around);
            assertThat(Hub.current().now()).isEqualTo(SECOND.toNanos());
        });
    }

    @Test
    void aLimitThatPassesDuringTheCleanUpIsNotRaised() throws Exception {
        HubTesting.run(() -> {
            var failure = new IOException("lost");
            assertThatThrownBy(() -> Scope.call(SECOND, scope -> {
                        var _ = scope.spawn(() -> {
                            try {
                                new Event().await();
                            } finally {
                                Jevent.sleep(MINUTE);
                            }
                        });
                        Jevent.sleep(Duration.ofMillis(900));
                        throw failure;
                    }))
                    .isSameAs(failure)
                    .hasNoSuppressedExceptions();
            Jevent.sleep(MINUTE);
        });
    }

    @Test
    void aTimeoutAroundThatPassesDuringTheCleanUpIsRaisedAfterIt() throws Exception {
        HubTesting.run(() -> {
            var around = new Timeout(SECOND);
            var order = new ArrayList<String>();
            assertThatThrownBy(() -> around.call(() -> {
                        try {
                            return Scope.call(scope -> {
                                var _ = scope.spawn(() -> {
                                    try {
                                        new Event().await();
                                    } finally {
                                        Jevent.sleep(MINUTE);
                                        order.add("cleaned up");
                                    }
                                });
                                Jevent.sleep();
                                throw new IOException("lost");
                            });
                        } catch (IOException e) {
                            order.add("failed");
                            Jevent.sleep(MINUTE);
                            return null;
                        }
                    }))
                    .isSameAs(around);
            assertThat(order).containsExactly("cleaned up", "failed");
            assertThat(Hub.current().now()).isEqualTo(MINUTE.toNanos());
        });
    }

    @Test
    void aFailureInTheOuterScopeEndsTheInnerOneAndItsChildren() throws Exception {
        HubTesting.run(() -> {
            var failure = new IOException("outer");
            var order = new ArrayList<String>();
            assertThatThrownBy(() -> Scope.call(outer -> {
                        var _ = outer.spawn((Callable<Object>) () -> {
                            Jevent.sleep(SECOND);
                            throw failure;
                        });
                        return Scope.call(inner -> inner.spawn(() -> {
                            try {
                                new Event().await();
                            } finally {
                                Jevent.sleep(SECOND);
                                order.add("child of the inner scope");
                            }
                        }));
                    }))
                    .is(Copies.of(failure));
            assertThat(order).containsExactly("child of the inner scope");
        });
    }

    @Test
    void whatFailsInTheInnerScopeWhileTheOuterOneEndsItIsNotLost() throws Exception {
        HubTesting.run(() -> {
            var failure = new IOException("outer");
            var late = new IllegalStateException("inner, while cleaning up");
            assertThatThrownBy(() -> Scope.call(outer -> {
                        var _ = outer.spawn((Callable<Object>) () -> {
                            Jevent.sleep(SECOND);
                            throw failure;
                        });
                        return Scope.call(inner -> inner.spawn(() -> {
                            try {
                                new Event().await();
                            } finally {
                                raise(late);
                            }
                        }));
                    }))
                    .is(Copies.of(failure))
                    .hasSuppressedException(late);
        });
    }

    @Test
    @Tag("realtime")
    void aFailureThatMeetsTheEndOfTheScopeAroundInForeignCodeIsNotLost() throws Exception {
        HubTesting.run(() -> {
            var failure = new IOException("outer");
            var inner = new IOException("inner");
            assertThatThrownBy(() -> Scope.call(outer -> {
                        var _ = outer.spawn((Callable<Object>) () -> {
                            Jevent.sleep(SECOND);
                            throw failure;
                        });
                        return Scope.call(MINUTE, scope -> {
                            try {
                                Thread.sleep(Duration.ofHours(1)); // parked outside of jevent
                            } catch (InterruptedException e) {
                                throw inner;
                            }
                            return null;
                        });
                    }))
                    .is(Copies.of(failure))
                    .hasSuppressedException(inner);
        });
    }

    @Test
    void aScopeThatHasEndedRefusesToSpawnAndHasNothingToCancel() throws Exception {
        HubTesting.run(() -> {
            var kept = new AtomicReference<Scope>();
            assertThatThrownBy(() -> Scope.call(scope -> {
                        kept.set(scope);
                        throw new IOException("lost");
                    }))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> kept.get().attempt(() -> 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the scope of root with 0 children has ended; spawn within its body");
            kept.get().cancel();
            assertThat(kept.get().isCancelled()).isTrue();
            Jevent.sleep(SECOND);
        });
    }

    @Test
    void anotherHubMayNeitherSpawnNorCancel() throws Exception {
        HubTesting.run(() -> {
            var kept = new AtomicReference<Scope>();
            String hub = Hub.current().toString();
            var tried = new Event();
            Scope.call(scope -> {
                kept.set(scope);
                var child = scope.spawn(() -> tried.await());
                HubTesting.onThreads(List.of(() -> Jevent.run(() -> {
                    assertThatThrownBy(() -> kept.get().spawn(() -> {}))
                            .isInstanceOf(InvalidThreadUseException.class)
                            .hasMessageStartingWith("the scope of root with 1 children belongs to " + hub)
                            .hasMessageEndingWith("send its hub a message: hub.runCallback(...)");
                    assertThatThrownBy(() -> kept.get().attempt(() -> 1)).isInstanceOf(InvalidThreadUseException.class);
                    assertThatThrownBy(() -> kept.get().cancel()).isInstanceOf(InvalidThreadUseException.class);
                })));
                assertThat(scope.isCancelled()).isFalse();
                tried.set();
                child.join();
                assertThat(child.exit()).isNull();
                return null;
            });
        });
    }

    @Test
    void aMessageToItsHubMaySpawnIntoAScope() throws Exception {
        HubTesting.run(() -> {
            Hub hub = Hub.current();
            var order = new ArrayList<String>();
            Scope.call(scope -> {
                var spawned = new Event();
                HubTesting.onThreads(List.of(() -> hub.runCallback(() -> {
                    var _ = scope.spawn(() -> order.add("from afar"));
                    spawned.set();
                })));
                spawned.await();
                return null;
            });
            assertThat(order).containsExactly("from afar");
        });
    }
}
