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
import io.jevent.hub.Hub;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ScopeTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void theValueOfTheBodyIsReturnedAfterAllChildrenHaveEnded() throws Exception {
        HubTesting.run(() -> {
            var order = new ArrayList<String>();
            String value = Scope.call(scope -> {
                var _ = scope.spawn(() -> {
                    Jevent.sleep(SECOND);
                    order.add("child");
                });
                order.add("body");
                return "value";
            });
            order.add("after");
            assertThat(value).isEqualTo("value");
            assertThat(order).containsExactly("body", "child", "after");
        });
    }

    @Test
    void theFailureOfAChildKillsTheOthersAndIsThrownAsItIs() throws Exception {
        HubTesting.run(() -> {
            var failure = new IOException("lost");
            var cleaned = new ArrayList<String>();
            assertThatThrownBy(() -> Scope.call(scope -> {
                        var _ = scope.spawn(() -> {
                            try {
                                new Event().await();
                            } finally {
                                Jevent.sleep(SECOND);
                                cleaned.add("sibling");
                            }
                        });
                        var _ = scope.spawn(() -> {
                            Jevent.sleep(SECOND);
                            throw failure;
                        });
                        try {
                            new Event().await();
                        } finally {
                            cleaned.add("body");
                        }
                        return null;
                    }))
                    .is(Copies.of(failure));
            assertThat(cleaned).containsExactlyInAnyOrder("body", "sibling");
        });
    }

    @Test
    void theFailureOfTheBodyKillsTheChildren() throws Exception {
        HubTesting.run(() -> {
            var failure = new IOException("body");
            var child = new AtomicReference<Greenlet<?>>();
            assertThatThrownBy(() -> Scope.call(scope -> {
                        child.set(scope.spawn(() -> new Event().await()));
                        Jevent.sleep();
                        throw failure;
                    }))
                    .isSameAs(failure);
            assertThat(child.get().exit()).isNotNull();
        });
    }

    @Test
    void laterFailuresAreSuppressedInTheFirst() throws Exception {
        HubTesting.run(() -> {
            var first = new IOException("first");
            var second = new IOException("second");
            assertThatThrownBy(() -> Scope.call(scope -> {
                        var _ = scope.spawn(() -> {
                            try {
                                new Event().await();
                            } catch (GreenletExit e) {
                                second.addSuppressed(e);
                                throw second;
                            }
                            return null;
                        });
                        Jevent.sleep();
                        throw first;
                    }))
                    .isSameAs(first)
                    .hasSuppressedException(second);
        });
    }

    @Test
    void nothingIsPrintedForAFailureThatTheScopeThrows() throws Exception {
        HubTesting.run(() -> {
            var printed = new ArrayList<Throwable>();
            Hub.current().setErrorHandler((context, failure) -> printed.add(failure));
            assertThatThrownBy(() -> Scope.call(scope -> {
                        var _ = scope.spawn((Callable<Object>) () -> {
                            throw new IOException("x");
                        });
                        return null;
                    }))
                    .isInstanceOf(IOException.class);
            assertThat(printed).isEmpty();
        });
    }

    @Test
    void aTimeoutFromOutsideComesOutAsItselfAfterTheCleanUp() throws Exception {
        HubTesting.run(() -> {
            var timeout = new Timeout(SECOND);
            var cleaned = new ArrayList<String>();
            assertThatThrownBy(() -> timeout.call(() -> Scope.call(scope -> {
                        var _ = scope.spawn(() -> {
                            try {
                                new Event().await();
                            } finally {
                                Jevent.sleep(SECOND);
                                cleaned.add("child");
                            }
                        });
                        new Event().await();
                        return null;
                    })))
                    .isSameAs(timeout);
            assertThat(cleaned).containsExactly("child");
        });
    }

    @Test
    void aKillFromOutsideEndsTheChildrenToo() throws Exception {
        HubTesting.run(() -> {
            var child = new AtomicReference<Greenlet<?>>();
            var owner = Jevent.spawn(() -> Scope.call(scope -> {
                child.set(scope.spawn(() -> new Event().await()));
                new Event().await();
                return null;
            }));
            Jevent.sleep(SECOND);
            owner.kill();
            assertThat(owner.exit()).isNotNull();
            assertThat(child.get().isDead()).isTrue();
        });
    }

    @Test
    void theShorterOfNestedLimitsCounts() throws Exception {
        HubTesting.run(() -> {
            assertThat(Scope.<Optional<Duration>>call(scope -> scope.remaining()))
                    .isEmpty();
            Scope.call(
                    SECOND,
                    outer -> Scope.call(Duration.ofHours(1), inner -> {
                        assertThat(inner.remaining()).contains(SECOND);
                        Jevent.sleep(Duration.ofMillis(400));
                        assertThat(inner.remaining()).contains(Duration.ofMillis(600));
                        return null;
                    }));
            long start = Hub.current().now();
            assertThatThrownBy(() -> Scope.call(
                            Duration.ofHours(1),
                            outer -> Scope.call(SECOND, inner -> {
                                new Event().await();
                                return null;
                            })))
                    .isInstanceOf(Timeout.class)
                    .hasMessage("1 second");
            assertThat(Hub.current().now() - start).isEqualTo(SECOND.toNanos());
        });
    }

    @Test
    void cancelEndsTheChildrenAndKeepsTheValue() throws Exception {
        HubTesting.run(() -> {
            var child = new AtomicReference<Greenlet<?>>();
            int value = Scope.call(scope -> {
                child.set(scope.spawn(() -> new Event().await()));
                Jevent.sleep();
                scope.cancel();
                assertThat(scope.isCancelled()).isTrue();
                return 7;
            });
            assertThat(value).isEqualTo(7);
            assertThat(child.get().exit()).isNotNull();
        });
    }

    @Test
    void aScopeThatHasEndedSpawnsNothing() throws Exception {
        HubTesting.run(() -> {
            var kept = new AtomicReference<Scope>();
            Scope.call(scope -> {
                kept.set(scope);
                return null;
            });
            assertThatThrownBy(() -> kept.get().spawn(() -> {}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("has ended; spawn within its body");
        });
    }

    @Test
    void childrenMaySpawnIntoTheirScope() throws Exception {
        HubTesting.run(() -> {
            var order = new ArrayList<String>();
            Scope.call(scope -> {
                var _ = scope.spawn(() -> {
                    var _ = scope.spawn(() -> {
                        Jevent.sleep(SECOND);
                        order.add("grandchild");
                    });
                });
                return null;
            });
            assertThat(order).containsExactly("grandchild");
        });
    }

    @Test
    void allReturnsTheValuesInOrder() throws Exception {
        HubTesting.run(() -> {
            List<Callable<String>> bodies = List.of(
                    () -> {
                        Jevent.sleep(SECOND);
                        return "slow";
                    },
                    () -> "fast");
            assertThat(Scope.all(bodies)).containsExactly("slow", "fast");
        });
    }

    @Test
    void raceReturnsTheFirstValueAndKillsTheOthers() throws Exception {
        HubTesting.run(() -> {
            var killed = new ArrayList<String>();
            List<Callable<String>> bodies = List.of(
                    () -> {
                        throw new IOException("down");
                    },
                    () -> {
                        Jevent.sleep(SECOND);
                        return "won";
                    },
                    () -> {
                        try {
                            Jevent.sleep(Duration.ofHours(1));
                        } finally {
                            killed.add("loser");
                        }
                        return "late";
                    });
            assertThat(Scope.race(bodies)).isEqualTo("won");
            assertThat(killed).containsExactly("loser");
        });
    }

    @Test
    void raceThrowsTheFirstFailureIfNobodySucceeds() throws Exception {
        HubTesting.run(() -> {
            var first = new IOException("first");
            var second = new IOException("second");
            List<Callable<String>> bodies = List.of(
                    () -> {
                        throw first;
                    },
                    () -> {
                        throw second;
                    });
            assertThatThrownBy(() -> Scope.race(bodies)).isSameAs(first).hasSuppressedException(second);
            assertThatThrownBy(() -> Scope.race(List.<Callable<String>>of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("race needs at least one body, got none");
        });
    }

    @Test
    void settleKeepsFailuresApart() throws Exception {
        HubTesting.run(() -> {
            var failure = new IOException("one of two");
            List<Callable<String>> bodies = List.of(
                    () -> {
                        throw failure;
                    },
                    () -> "fine");
            List<Greenlet<String>> ended = Scope.settle(bodies);
            assertThat(ended.get(0).exception()).isSameAs(failure);
            assertThat(ended.get(1).result()).isEqualTo("fine");
        });
    }

    @Test
    void childrenSeeTheScopedValuesOfTheirSpawner() throws Exception {
        HubTesting.run(() -> {
            ScopedValue<String> user = ScopedValue.newInstance();
            String seen = ScopedValue.where(user, "ada")
                    .call(() -> Scope.call(scope -> scope.spawn(user::get).result()));
            assertThat(seen).isEqualTo("ada");
            Greenlet<Boolean> plain = ScopedValue.where(user, "ada").call(() -> Jevent.spawn(user::isBound));
            assertThat(plain.result()).isFalse();
        });
    }
}
