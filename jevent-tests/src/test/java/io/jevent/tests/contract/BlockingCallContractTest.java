// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.exceptions.BlockingSwitchOutException;
import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.InvalidThreadUseException;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.testing.SwitchAssert;
import io.jevent.tests.contract.Scene.Trait;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * For every blocking call: whatever cuts a wait short comes out as itself, a limit of an enclosing block is never lost
 * in a call, and afterwards the object is as if nothing had been. {@link ContractCase#run} checks the last after each
 * of these tests.
 */
class BlockingCallContractTest {

    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(10);

    private static final List<BlockingCall> CALLS = BlockingCalls.all();

    /** A scene of each call, made when the first test asks for its traits. */
    private static final Map<BlockingCall, Scene> SCENES = new HashMap<>();

    static List<BlockingCall> calls() {
        return CALLS;
    }

    static Stream<BlockingCall> limitedCalls() throws Exception {
        return withScene(Scene::isLimited);
    }

    static Stream<BlockingCall> callsWokenFromTheHub() throws Exception {
        return withScene(scene -> scene.has(Trait.WAKES_FROM_HUB));
    }

    static Stream<BlockingCall> callsWokenFromTheHubAndLimited() throws Exception {
        return withScene(scene -> scene.has(Trait.WAKES_FROM_HUB) && scene.isLimited());
    }

    static Stream<BlockingCall> callsThatRemember() throws Exception {
        return withScene(scene -> scene.has(Trait.REMEMBERS) && !scene.has(Trait.PRINCIPAL_ONLY));
    }

    static Stream<BlockingCall> callsOfOneWait() throws Exception {
        return withScene(scene -> !scene.has(Trait.SEVERAL_WAITS));
    }

    static Stream<BlockingCall> callsThatPoll() throws Exception {
        return withScene(scene -> scene.isLimited()
                && !scene.has(Trait.PRINCIPAL_ONLY)
                && !scene.has(Trait.LIMIT_IS_TIMEOUT)
                && !scene.has(Trait.POLL_GIVES_WAY));
    }

    static Stream<BlockingCall> callsOfAnyone() throws Exception {
        return withScene(scene -> !scene.has(Trait.PRINCIPAL_ONLY));
    }

    private static Stream<BlockingCall> withScene(Predicate<Scene> wanted) throws Exception {
        var chosen = Stream.<BlockingCall>builder();
        for (BlockingCall call : CALLS) {
            Scene scene = SCENES.get(call);
            if (scene == null) {
                scene = ContractCase.sceneOf(call);
                SCENES.put(call, scene);
            }
            if (wanted.test(scene)) {
                chosen.add(call);
            }
        }
        return chosen.build();
    }

    /** Runs {@code body} and returns what it throws, with everything that {@code close} methods do. */
    private static @Nullable Throwable thrownBy(Scene.Call body) {
        try {
            body.run();
            return null;
        } catch (Throwable t) {
            return t;
        }
    }

    @ParameterizedTest
    @MethodSource("calls")
    void letsATimeoutAroundItOutAsItself(BlockingCall call) throws Exception {
        ContractCase.run(call, (test, scene) -> {
            var outer = new Timeout(SHORT);
            Greenlet<@Nullable Throwable> victim = test.waiting(() -> thrownBy(() -> {
                outer.start();
                scene.block();
            }));

            test.pass(SHORT.minusNanos(1));
            assertThat(victim.isReady()).as("ended before its time").isFalse();
            test.pass(Duration.ofNanos(1));

            assertThat(victim.result()).isSameAs(outer);
            assertThat(outer.isPending()).isFalse();
        });
    }

    @ParameterizedTest
    @MethodSource("limitedCalls")
    void doesNotTakeAShorterTimeoutAroundItForItsOwn(BlockingCall call) throws Exception {
        ContractCase.run(call, (test, scene) -> {
            var outer = new Timeout(SHORT);
            Greenlet<@Nullable Throwable> victim = test.waiting(() -> thrownBy(() -> {
                outer.start();
                var _ = scene.block(LONG);
            }));

            test.pass(SHORT);

            assertThat(victim.result()).isSameAs(outer);
        });
    }

    @ParameterizedTest
    @MethodSource("limitedCalls")
    void saysThatItsOwnShorterTimeHasPassedAndLeavesTheOtherRunning(BlockingCall call) throws Exception {
        ContractCase.run(call, (test, scene) -> {
            var outer = new Timeout(LONG);
            Greenlet<Boolean> victim = test.waiting(() -> {
                outer.start();
                boolean inTime = scene.block(SHORT);
                assertThat(outer.isPending()).as("the timeout around it").isTrue();
                outer.close();
                return inTime;
            });

            test.pass(SHORT.minusNanos(1));
            assertThat(victim.isReady()).as("ended before its time").isFalse();
            test.pass(Duration.ofNanos(1));

            assertThat(victim.result()).as("came in time").isFalse();
        });
    }

    @ParameterizedTest
    @MethodSource("limitedCalls")
    void raisesALimitAroundItThatPassesAtTheMomentOfItsOwn(BlockingCall call) throws Exception {
        ContractCase.run(call, (test, scene) -> {
            var cause = new IOException("too slow");
            Greenlet<@Nullable Throwable> victim = test.waiting(() -> thrownBy(() -> {
                var _ = new Timeout(SHORT, () -> cause).call(() -> {
                    boolean inTime = scene.block(SHORT);
                    Jevent.sleep();
                    return inTime;
                });
            }));

            test.pass(SHORT);

            assertThat(victim.result()).isSameAs(cause);
        });
    }

    @ParameterizedTest
    @MethodSource("calls")
    void letsWhatATimeoutThrowsInsteadOutAsItself(BlockingCall call) throws Exception {
        ContractCase.run(call, (test, scene) -> {
            var cause = new IOException("too slow");
            Greenlet<@Nullable Throwable> victim = test.waiting(() -> thrownBy(() -> {
                var _ = new Timeout(SHORT, () -> cause).call(() -> {
                    scene.block();
                    return "woken";
                });
            }));

            test.pass(SHORT);

            assertThat(victim.result()).isSameAs(cause);
        });
    }

    @ParameterizedTest
    @MethodSource("calls")
    void endsTheBlockOfASilentTimeoutWithoutAWord(BlockingCall call) throws Exception {
        ContractCase.run(call, (test, scene) -> {
            Greenlet<String> victim = test.waiting(() -> {
                boolean inTime = Timeout.silent(SHORT).run(() -> uncheckedBlock(scene));
                return inTime ? "in time" : "late";
            });

            test.pass(SHORT);

            assertThat(victim.result()).isEqualTo("late");
        });
    }

    @ParameterizedTest
    @MethodSource("calls")
    void raisesTheTimeoutThatExpiresFirstOfThoseAroundIt(BlockingCall call) throws Exception {
        for (boolean innerFirst : List.of(true, false)) {
            ContractCase.run(call, (test, scene) -> {
                var outer = new Timeout(innerFirst ? LONG : SHORT);
                var inner = new Timeout(innerFirst ? SHORT : LONG);
                Greenlet<@Nullable Throwable> victim = test.waiting(() -> thrownBy(() -> {
                    try (outer) {
                        outer.start();
                        try (inner) {
                            inner.start();
                            scene.block();
                        }
                    }
                }));

                test.pass(SHORT);

                assertThat(victim.result()).isSameAs(innerFirst ? inner : outer);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("calls")
    void raisesTwoTimeoutsOfTheSameMomentOneAfterTheOther(BlockingCall call) throws Exception {
        ContractCase.run(call, (test, scene) -> {
            var outer = new Timeout(SHORT);
            var inner = new Timeout(SHORT);
            var second = new AtomicReference<@Nullable Throwable>();
            Greenlet<@Nullable Throwable> victim = test.waiting(() -> thrownBy(() -> {
                outer.start();
                inner.start();
                try {
                    scene.block();
                } finally {
                    second.set(thrownBy(Jevent::sleep));
                }
            }));

            test.pass(SHORT);

            assertThat(victim.result()).isSameAs(outer);
            assertThat(second.get()).isSameAs(inner);
        });
    }

    @ParameterizedTest
    @MethodSource("calls")
    void letsAKillOutAsItself(BlockingCall call) throws Exception {
        for (Throwable cause : List.of(new GreenletExit("enough"), new IOException("checked"), new Error("error"))) {
            ContractCase.run(call, (test, scene) -> {
                Greenlet<@Nullable Throwable> victim = test.waiting(() -> thrownBy(scene::block));

                victim.interrupt(cause);
                test.settle();

                assertThat(victim.result()).isSameAs(cause);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("limitedCalls")
    void letsAKillOutOfALimitedWaitAsItself(BlockingCall call) throws Exception {
        ContractCase.run(call, (test, scene) -> {
            var cause = new GreenletExit("enough");
            Greenlet<@Nullable Throwable> victim = test.waiting(() -> thrownBy(() -> {
                var _ = scene.block(LONG);
            }));

            victim.interrupt(cause);
            test.settle();

            assertThat(victim.result()).isSameAs(cause);
        });
    }

    @ParameterizedTest
    @MethodSource("calls")
    void raisesAKillThatCameBeforeItInsteadOfWaiting(BlockingCall call) throws Exception {
        ContractCase.run(call, (test, scene) -> {
            var cause = new GreenletExit("enough");
            Greenlet<@Nullable Throwable> victim = test.starting(() -> thrownBy(() -> {
                CurrentGreenlet.get().interrupt(cause);
                scene.block();
            }));

            assertThat(victim.isReady())
                    .as("ended at once; it %s", victim.activity())
                    .isTrue();
            assertThat(victim.result()).isSameAs(cause);
        });
    }

    @ParameterizedTest
    @MethodSource("callsOfAnyone")
    void holdsAKillBackWhileShielded(BlockingCall call) throws Exception {
        ContractCase.run(call, (test, scene) -> {
            var cause = new GreenletExit("enough");
            var after = new AtomicReference<@Nullable Throwable>();
            Greenlet<@Nullable Throwable> victim = test.waiting(() -> {
                Throwable thrown = thrownBy(() -> {
                    String _ = Jevent.shielded(() -> {
                        scene.block();
                        return "woken";
                    });
                });
                after.set(thrownBy(Jevent::sleep));
                return thrown;
            });

            victim.interrupt(cause);
            test.settle();
            assertThat(victim.isReady()).as("the kill got through the shield").isFalse();
            test.wake();

            assertThat(victim.result()).as("thrown by %s", call).isNull();
            assertThat(after.get()).isSameAs(cause);
        });
    }

    @ParameterizedTest
    @MethodSource("callsOfOneWait")
    void endsWithItsResultWhenAKillComesAfterTheWakeUpInTheSameTurn(BlockingCall call) throws Exception {
        ContractCase.run(call, (test, scene) -> {
            var cause = new GreenletExit("too late");
            var after = new AtomicReference<@Nullable Throwable>();
            Greenlet<@Nullable Throwable> victim = test.waiting(() -> {
                Throwable thrown = thrownBy(scene::block);
                after.set(thrownBy(Jevent::sleep));
                return thrown;
            });

            test.whenWoken(victim, () -> victim.interrupt(cause));
            test.wake();

            assertThat(victim.result()).as("thrown by %s", call).isNull();
            assertThat(after.get()).isSameAs(cause);
        });
    }

    @ParameterizedTest
    @MethodSource("callsThatRemember")
    void losesNoWakeUpThatComesAfterAKillInTheSameTurn(BlockingCall call) throws Exception {
        ContractCase.run(call, (test, scene) -> {
            var cause = new GreenletExit("enough");
            Greenlet<@Nullable Throwable> victim = test.waiting(() -> thrownBy(scene::block));

            victim.interrupt(cause);
            test.wake();
            assertThat(victim.result()).isSameAs(cause);

            Greenlet<String> next = test.starting(() -> {
                scene.block();
                return "got it";
            });
            assertThat(next.isReady()).as("the wake-up was kept").isTrue();
            assertThat(next.result()).isEqualTo("got it");
        });
    }

    @ParameterizedTest
    @MethodSource("callsWokenFromTheHub")
    void endsWithItsResultWhenATimeoutExpiresAtTheMomentOfTheWakeUp(BlockingCall call) throws Exception {
        ContractCase.run(call, (test, scene) -> {
            var outer = new Timeout(SHORT);
            var after = new AtomicReference<@Nullable Throwable>();
            Greenlet<@Nullable Throwable> victim = test.waiting(() -> {
                Throwable thrown = thrownBy(() -> {
                    outer.start();
                    scene.block();
                });
                after.set(thrownBy(Jevent::sleep));
                return thrown;
            });

            var _ = test.hub()
                    .schedule(SHORT, () -> assertThat(thrownBy(scene::wake)).isNull());
            test.pass(SHORT);

            assertThat(victim.result()).as("thrown by %s", call).isNull();
            assertThat(after.get()).isSameAs(outer);
        });
    }

    @ParameterizedTest
    @MethodSource("callsWokenFromTheHub")
    void forgetsATimeoutOfTheMomentOfTheWakeUpThatIsClosed(BlockingCall call) throws Exception {
        ContractCase.run(call, (test, scene) -> {
            Greenlet<@Nullable Throwable> victim = test.waiting(() -> thrownBy(() -> {
                try (var _ = Timeout.startNew(SHORT)) {
                    scene.block();
                }
                Jevent.sleep();
            }));

            var _ = test.hub()
                    .schedule(SHORT, () -> assertThat(thrownBy(scene::wake)).isNull());
            test.pass(SHORT);

            assertThat(victim.result()).isNull();
        });
    }

    @ParameterizedTest
    @MethodSource("callsWokenFromTheHubAndLimited")
    void isInTimeWhenWokenAtTheMomentWhenItsOwnTimePasses(BlockingCall call) throws Exception {
        ContractCase.run(call, (test, scene) -> {
            var _ = test.hub()
                    .schedule(SHORT, () -> assertThat(thrownBy(scene::wake)).isNull());
            Greenlet<Boolean> victim = test.waiting(() -> scene.block(SHORT));

            test.pass(SHORT);

            assertThat(victim.result()).as("came in time").isTrue();
        });
    }

    @ParameterizedTest
    @MethodSource("limitedCalls")
    void endsInTimeWithinALongerLimit(BlockingCall call) throws Exception {
        ContractCase.run(call, (test, scene) -> {
            Greenlet<Boolean> victim = test.waiting(() -> scene.block(LONG));

            test.pass(SHORT);
            test.wake();

            assertThat(victim.result()).as("came in time").isTrue();
        });
    }

    @ParameterizedTest
    @MethodSource("callsThatPoll")
    void pollsOnceWithALimitOfZero(BlockingCall call) throws Exception {
        ContractCase.run(call, (test, scene) -> {
            Greenlet<Boolean> victim =
                    test.starting(() -> SwitchAssert.neverSwitches(() -> scene.block(Duration.ZERO)));

            assertThat(victim.isReady())
                    .as("ended at once; it %s", victim.activity())
                    .isTrue();
            assertThat(victim.result()).as("came in time").isFalse();
        });
    }

    @ParameterizedTest
    @MethodSource("limitedCalls")
    void waitsForEverWithTheLongestLimit(BlockingCall call) throws Exception {
        ContractCase.run(call, (test, scene) -> {
            Greenlet<Boolean> victim = test.waiting(() -> scene.block(Duration.ofNanos(Long.MAX_VALUE)));

            test.pass(Duration.ofDays(10_000));
            test.wake();

            assertThat(victim.result()).as("came in time").isTrue();
        });
    }

    @ParameterizedTest
    @MethodSource("limitedCalls")
    void refusesALimitThatIsNegative(BlockingCall call) throws Exception {
        ContractCase.run(call, (test, scene) -> {
            Greenlet<@Nullable Throwable> victim =
                    test.starting(() -> thrownBy(() -> assertThat(scene.block(Duration.ofSeconds(-1)))
                            .as("a time that a JDK interface counts as zero")
                            .isFalse()));

            Throwable thrown = victim.result();
            if (thrown != null) {
                assertThat(thrown)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageMatching("(timeout|limit) must not be negative: PT-1S");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("callsOfAnyone")
    void refusesToWaitInACallbackOfTheHub(BlockingCall call) throws Exception {
        ContractCase.run(call, (test, scene) -> {
            var thrown = new AtomicReference<@Nullable Throwable>();
            var _ = test.hub().runCallback(() -> thrown.set(thrownBy(scene::block)));
            test.settle();

            assertThatThrownBy(() -> {
                        throw thrown.get();
                    })
                    .isInstanceOfAny(BlockingSwitchOutException.class, InvalidThreadUseException.class)
                    .hasMessageContaining("a callback of ");
        });
    }

    /** The thread itself waits, and drives its hub meanwhile. */
    @ParameterizedTest
    @MethodSource("callsOfAnyone")
    void letsATimeoutOfTheMainGreenletOutAsItself(BlockingCall call) throws Exception {
        try (var hub = call.hub().allowLeaks()) {
            hub.hub().setErrorStream(null); // the scene is left as it is
            Scene scene = hub.run(() -> {
                Scene made = call.scene(hub.time());
                for (int i = 0; i < 10; i++) {
                    Jevent.sleep(); // all come to their waits
                }
                return made;
            });
            int before = Insides.waiters(scene.subject());
            if (scene.has(Trait.HOLDS_CLOCK)) {
                return; // and nobody is left to move it
            }
            var outer = new Timeout(SHORT);

            Throwable thrown = thrownBy(() -> {
                try (outer) {
                    outer.start();
                    scene.block();
                }
            });

            assertThat(thrown).isSameAs(outer);
            assertThat(Insides.waiters(scene.subject())).isLessThanOrEqualTo(before);
        }
    }

    private static void uncheckedBlock(Scene scene) {
        try {
            scene.block();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
