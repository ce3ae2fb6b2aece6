// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.jevent.event.AsyncResult;
import io.jevent.event.Event;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Hub;
import io.jevent.pool.Group;
import io.jevent.scope.Scope;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** One throwable that several greenlets are to throw, or one greenlet twice. */
class SameThrowableTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private static void keepQuiet() {
        Hub.current().setErrorHandler((context, failure) -> {});
    }

    private static Throwable failure(Greenlet<?> greenlet) {
        greenlet.join();
        return Objects.requireNonNull(greenlet.exception());
    }

    private static <T> Greenlet<T> failing(Exception failure) {
        Greenlet<T> greenlet = Jevent.spawn(() -> {
            throw failure;
        });
        greenlet.join();
        return greenlet;
    }

    /** A greenlet that waits, and once more while it cleans up. */
    private static Greenlet<Integer> cleaningUp() {
        var victim = Jevent.spawn(() -> {
            try (AutoCloseable _ = () -> Jevent.sleep(SECOND)) {
                Jevent.sleep(HOUR);
            }
            return 1;
        });
        Jevent.sleep();
        return victim;
    }

    /** A greenlet that suppresses an exception in the signal that ends it. */
    private static Greenlet<Integer> suppressing() {
        return Jevent.spawn(() -> {
            try (AutoCloseable _ = () -> {
                throw new IOException("close");
            }) {
                Jevent.sleep(HOUR);
            }
            return 1;
        });
    }

    /** Every way to be thrown the failure of {@code outcome}. */
    private static List<Callable<?>> readers(Outcome<Integer> outcome) {
        var stage = new CompletableFuture<Integer>();
        stage.completeExceptionally(Objects.requireNonNull(outcome.exception()));
        return List.of(
                outcome::result,
                () -> outcome.result(SECOND),
                outcome::get,
                () -> {
                    Jevent.joinAllOrThrow(List.of(outcome));
                    return null;
                },
                () -> Jevent.await(stage),
                () -> AsyncResult.of(stage).result());
    }

    @Test
    void aFailureThatIsReadAgainInTheCloseOfItsBlockIsNotSuppressedInItself() throws Exception {
        HubTesting.run(() -> {
            keepQuiet();
            var result = new AsyncResult<Integer>();
            result.setException(new IllegalStateException("failed"));
            Greenlet<Integer> dead = failing(new IllegalStateException("failed"));
            for (Outcome<Integer> outcome : List.of(result, dead)) {
                for (Callable<?> reader : readers(outcome)) {
                    var twice = Jevent.spawn(() -> {
                        try (AutoCloseable _ = reader::call) {
                            return reader.call();
                        }
                    });
                    assertThat(failure(twice))
                            .isNotInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("failed");
                    assertThat(failure(twice).getSuppressed()).hasSize(1);
                }
            }
        });
    }

    @Test
    void readersOfAFailureDoNotAddToIt() throws Exception {
        HubTesting.run(() -> {
            keepQuiet();
            var stored = new IllegalStateException("failed");
            var result = new AsyncResult<Integer>();
            result.setException(stored);
            for (Callable<?> reader : readers(result)) {
                for (int i = 0; i < 100; i++) {
                    var thrown = catchThrowable(() -> {
                        try (AutoCloseable _ = () -> {
                            throw new IOException("close");
                        }) {
                            reader.call();
                        }
                    });
                    assertThat(thrown.getSuppressed()).hasSize(1);
                }
            }
            assertThat(stored.getSuppressed()).isEmpty();
            assertThat(result.exception()).isSameAs(stored);
        });
    }

    @Test
    void theFailuresOfTheMembersOfAGroupAndOfTheChildrenOfAScopeAreNotChanged() throws Exception {
        HubTesting.run(() -> {
            keepQuiet();
            var group = new Group();
            Greenlet<Integer> member = group.spawn(() -> {
                throw new IOException("member");
            });
            assertThatThrownBy(() -> {
                        try (AutoCloseable _ = () -> {
                            throw new IOException("close");
                        }) {
                            group.joinOrThrow();
                        }
                    })
                    .hasMessage("member");
            assertThat(failure(member).getSuppressed()).isEmpty();

            var children = new ArrayList<Greenlet<Integer>>();
            assertThatThrownBy(() -> Scope.call(scope -> {
                        children.add(scope.spawn(() -> {
                            Jevent.sleep();
                            throw new IOException("first");
                        }));
                        children.add(scope.spawn(() -> {
                            try {
                                Jevent.sleep(HOUR);
                            } catch (GreenletExit e) {
                                throw new IOException("second", e);
                            }
                            return 1;
                        }));
                        return children.getFirst().result();
                    }))
                    .hasMessage("first")
                    .satisfies(t -> assertThat(t.getSuppressed()).hasSize(1).are(Copies.of(failure(children.get(1)))));
            assertThat(failure(children.getFirst()).getSuppressed()).isEmpty();
        });
    }

    @Test
    void aKillThatComesAgainDuringTheCleanUpIsNotSuppressedInItself() throws Exception {
        Map<String, Consumer<Deed>> ways = Map.of(
                "interrupt", deed -> deed.victim.interrupt(deed.cause),
                "kill", deed -> deed.victim.kill(deed.cause, Duration.ZERO),
                "interruptAll", deed -> Jevent.interruptAll(List.of(deed.victim, deed.victim), deed.cause),
                "a group",
                        deed -> {
                            var group = new Group();
                            group.add(deed.victim);
                            group.kill(deed.cause, Duration.ZERO);
                        });
        HubTesting.run(() -> {
            keepQuiet();
            ways.forEach((name, way) -> {
                for (Throwable cause : List.of(new GreenletExit("enough"), new IOException("enough"), new Error("e"))) {
                    var victim = cleaningUp();
                    way.accept(new Deed(victim, cause));
                    Jevent.sleep();
                    victim.interrupt(cause);
                    victim.join();
                    Throwable outcome = cause instanceof GreenletExit ? victim.exit() : victim.exception();
                    assertThat(outcome).as(name).isSameAs(cause);
                    assertThat(cause.getSuppressed()).hasSize(1).are(Copies.of(cause));
                }
            });
        });
    }

    private record Deed(Greenlet<?> victim, Throwable cause) {}

    @Test
    void victimsOfOneKillDoNotShareWhatTheySuppress() throws Exception {
        HubTesting.run(() -> {
            var victims = new ArrayList<Greenlet<?>>();
            for (int i = 0; i < 10; i++) {
                victims.add(suppressing());
            }
            Jevent.sleep();
            var cause = new GreenletExit("all");
            Jevent.killAll(victims, cause, SECOND);
            assertThat(victims.getFirst().exit()).isSameAs(cause);
            for (Greenlet<?> victim : victims) {
                var exit = Objects.requireNonNull(victim.exit());
                assertThat(exit).hasMessage("all");
                assertThat(exit.getSuppressed()).hasSize(1);
            }
        });
    }

    @Test
    void aStoredFailureThatKillsAnotherGreenletIsDeliveredAsACopy() throws Exception {
        HubTesting.run(() -> {
            keepQuiet();
            var stored = new IOException("of the child");
            var parent = suppressing();
            Jevent.sleep();
            var child = Jevent.spawn(() -> {
                throw stored;
            });
            child.rawlink(() -> parent.interrupt(Objects.requireNonNull(child.exception())));
            assertThat(failure(parent)).is(Copies.of(stored));
            assertThat(failure(child)).isSameAs(stored);
            assertThat(stored.getSuppressed()).isEmpty();
        });
    }

    @Test
    void aKillOfADeadGreenletLeavesTheCauseToTheNext() throws Exception {
        HubTesting.run(() -> {
            var dead = Jevent.spawn(() -> 1);
            dead.join();
            var cause = new GreenletExit("late");
            dead.kill(cause);
            var alive = suppressing();
            Jevent.sleep();
            alive.kill(cause);
            assertThat(alive.exit()).isSameAs(cause);
        });
    }

    @Test
    void aTimeoutThatIsStartedAgainWhileItIsOnItsWayOutIsThrownAsACopy() throws Exception {
        HubTesting.run(() -> {
            var cause = new IOException("too slow");
            for (Timeout timeout : List.of(new Timeout(SECOND), new Timeout(SECOND, () -> cause))) {
                Throwable thrown = catchThrowable(() -> {
                    timeout.start();
                    try (AutoCloseable _ = () -> {
                        timeout.cancel();
                        timeout.start();
                        Jevent.sleep(HOUR);
                    }) {
                        Jevent.sleep(HOUR);
                    }
                });
                assertThat(thrown).isIn(timeout, cause);
                assertThat(thrown.getSuppressed()).hasSize(1).are(Copies.of(thrown));
                assertThat(timeout.isMine(thrown.getSuppressed()[0])).isTrue();
            }
        });
    }

    @Test
    void aSilentTimeoutThatIsStartedAgainIsSilentAgain() throws Exception {
        HubTesting.run(() -> {
            var timeout = Timeout.silent(SECOND);
            for (int i = 0; i < 3; i++) {
                assertThat(timeout.run(() -> new Event().await())).isFalse();
            }
        });
    }

    @Test
    void aRunAndACallThroughAGroupThrowTheInstanceThatTheWorkThrew() throws Exception {
        var failure = new IOException("own");
        assertThatThrownBy(() -> HubTesting.run(() -> {
                    keepQuiet();
                    assertThatThrownBy(() -> new Group().apply(() -> {
                                throw failure;
                            }))
                            .isSameAs(failure);
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void aFailureThatComesThroughSeveralGreenletsShowsWhereItBegan() throws Exception {
        HubTesting.run(() -> {
            keepQuiet();
            var first = Jevent.spawn(() -> theFirstMethod());
            var second = Jevent.spawn(() -> first.result());
            var third = Jevent.spawn(() -> second.result());
            assertThat(failure(third)).is(Copies.of(failure(first))).is(Copies.of(failure(second)));
            assertThat(failure(third).getStackTrace()[0].getMethodName()).isEqualTo("theFirstMethod");
        });
    }

    private static int theFirstMethod() throws IOException {
        throw new IOException("here");
    }
}
