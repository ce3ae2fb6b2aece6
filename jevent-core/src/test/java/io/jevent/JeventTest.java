// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.event.AsyncResult;
import io.jevent.event.Event;
import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.LoopExit;
import io.jevent.hub.Hub;
import io.jevent.hub.Linkable;
import io.jevent.hub.VirtualTimeLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** The functions of {@link Jevent}, which correspond to those of the module {@code gevent}. */
class JeventTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<Object> trace = new ArrayList<>();

    private static Greenlet<Integer> after(int seconds) {
        return Jevent.spawn(() -> {
            Jevent.sleep(Duration.ofSeconds(seconds));
            return seconds;
        });
    }

    private static Greenlet<Integer> failingAfter(int seconds, Exception failure) {
        return Jevent.spawn(() -> {
            Jevent.sleep(Duration.ofSeconds(seconds));
            throw failure;
        });
    }

    @Test
    void runReturnsTheValueAndThrowsTheFailureAsItIs() throws Exception {
        String value = Jevent.run(() -> "value");
        assertThat(value).isEqualTo("value");
        var failure = new IOException("disk");
        assertThatThrownBy(() -> Jevent.run((Callable<String>) () -> {
                    throw failure;
                }))
                .isSameAs(failure);
        Jevent.run(() -> trace.add("ran"));
        assertThat(trace).containsExactly("ran");
        assertThat(Hub.ifCurrent()).isNull();
    }

    @Test
    void runKillsWhatIsLeftAndRunsItsFinallyBlocks() throws Exception {
        Jevent.run(() -> {
            var _ = Jevent.spawn(() -> {
                try {
                    new Event().await();
                } finally {
                    trace.add("cleaned up");
                }
            });
            Jevent.sleep();
        });
        assertThat(trace).containsExactly("cleaned up");
    }

    @Test
    void runInAGreenletJustCallsTheBody() throws Exception {
        HubTesting.run(() -> {
            var outer = Jevent.current();
            assertThat(Jevent.run(Jevent::current)).isSameAs(outer);
        });
    }

    @Test
    void blockingCallsWorkOnAThreadWithoutRun() {
        try (Hub _ = Hub.open(new VirtualTimeLoop())) {
            var greenlet = after(1);
            assertThat(greenlet.result()).isEqualTo(1);
            Jevent.sleep(SECOND);
            assertThat(Hub.current().now()).isEqualTo(2 * SECOND.toNanos());
            assertThat(Jevent.current())
                    .hasToString("main greenlet of " + Hub.current().name());
        }
    }

    @Test
    @SuppressWarnings("NullAway") // that is the point
    void spawnRefusesNothing() throws Exception {
        HubTesting.run(() -> assertThatThrownBy(() -> Jevent.spawn((Callable<Integer>) null))
                .isInstanceOf(NullPointerException.class));
    }

    @Test
    void spawnLaterStartsAfterTheTimeAndCountsAsStartedMeanwhile() throws Exception {
        HubTesting.run(() -> {
            var late = Jevent.spawnLater(SECOND, () -> Hub.current().now());
            var lateWithoutValue = Jevent.spawnLater(SECOND, () -> trace.add("ran"));
            assertThat(late.isStarted()).isTrue();
            assertThat(late.result()).isEqualTo(SECOND.toNanos());
            lateWithoutValue.join();
            assertThat(trace).containsExactly("ran");
            assertThatThrownBy(() -> Jevent.spawnLater(Duration.ofSeconds(-1), () -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("delay must not be negative: PT-1S");
        });
    }

    @Test
    void aFailureOfARawGreenletGoesToTheHub() throws Exception {
        HubTesting.run(() -> {
            Hub.current().setErrorHandler((greenlet, failure) -> trace.add(greenlet + " " + failure.getMessage()));
            var raw = Jevent.spawnRaw(() -> {
                throw new IllegalStateException("raw");
            });
            raw.setName("raw");
            Jevent.idle();
            assertThat(trace).containsExactly("raw raw");
        });
    }

    @Test
    void currentIsTheGreenletThatCalls() throws Exception {
        HubTesting.run(() -> {
            var greenlet = Jevent.spawn(Jevent::current);
            assertThat(greenlet.result()).isSameAs(greenlet);
            Hub.current().runCallback(() -> trace.add(String.valueOf(Jevent.current())));
            Jevent.sleep();
            assertThat(trace).containsExactly("null");
        });
    }

    @Test
    void sleepWaitsAtLeastThatLongAndRefusesANegativeTime() throws Exception {
        HubTesting.run(() -> {
            Jevent.sleep(Duration.ofMillis(1500));
            assertThat(Hub.current().now()).isEqualTo(1_500_000_000L);
            Jevent.sleep(Duration.ZERO);
            assertThatThrownBy(() -> Jevent.sleep(Duration.ofNanos(-1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("time must not be negative: PT-0.000000001S");
        });
    }

    @Test
    void idleReturnsWhenEveryoneElseWaits() throws Exception {
        HubTesting.run(() -> {
            var sleeper = after(1);
            var _ = Jevent.spawn(() -> {
                for (int i = 0; i < 3; i++) {
                    trace.add(i);
                    Jevent.sleep();
                }
            });
            Jevent.idle();
            assertThat(trace).containsExactly(0, 1, 2);
            assertThat(sleeper.isReady()).isFalse();
            assertThat(Hub.current().now()).isZero();
            sleeper.join();
        });
    }

    @Test
    void awaitReturnsThemInTheOrderInWhichTheyBecameReady() throws Exception {
        HubTesting.run(() -> {
            Hub.current().setErrorHandler((_, _) -> {});
            var event = new Event();
            var result = new AsyncResult<Integer>();
            var greenlet = after(2);
            var failed = failingAfter(1, new IOException("disk"));
            Hub.current().schedule(Duration.ofSeconds(3), event::set);
            result.set(1);
            List<Linkable> all = List.of(event, greenlet, failed, result);
            assertThat(Jevent.await(all)).containsExactly(result, failed, greenlet, event);
            assertThat(failed.exception()).isNotNull();
        });
    }

    @Test
    void awaitReturnsAtOnceForNothingAndForWhatIsReady() throws Exception {
        HubTesting.run(() -> {
            long switches = Hub.current().switches();
            assertThat(Jevent.await(List.<Event>of())).isEmpty();
            var set = new Event();
            set.set();
            assertThat(Jevent.await(List.of(set, set))).containsExactly(set, set);
            assertThat(Hub.current().switches()).isEqualTo(switches);
        });
    }

    @Test
    void awaitReturnsWhatIsReadyWhenTheTimeHasPassedOrTheCountIsReached() throws Exception {
        HubTesting.run(() -> {
            var first = after(1);
            var second = after(2);
            var third = after(3);
            var all = List.of(third, second, first);
            assertThat(Jevent.await(all, 1)).containsExactly(first);
            assertThat(Jevent.await(all, 3, Duration.ofMillis(1500))).containsExactly(first, second);
            assertThat(Jevent.await(all, 3, Duration.ZERO)).containsExactly(second, first);
            assertThat(Jevent.await(all, 99)).hasSize(3);
            assertThat(Jevent.await(all, 0)).isEmpty();
            assertThatThrownBy(() -> Jevent.await(all, -1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("count must not be negative: -1");
        });
    }

    @Test
    void iwaitHandsThemOutOneByOneAndMissesNothingWhileItsUserWaits() throws Exception {
        HubTesting.run(() -> {
            var all = List.of(after(3), after(1), after(2));
            try (var ready = Jevent.iwait(all)) {
                while (ready.hasNext()) {
                    trace.add(ready.next().value() + "@" + Hub.current().now() / SECOND.toNanos());
                    Jevent.sleep(Duration.ofSeconds(5));
                }
                assertThatThrownBy(ready::next)
                        .isInstanceOf(NoSuchElementException.class)
                        .hasMessage("nothing more became ready");
            }
            assertThat(trace).containsExactly("1@1", "2@6", "3@11");
        });
    }

    @Test
    void iwaitStopsAtItsCountAndAtItsTimeOfAllTogether() throws Exception {
        HubTesting.run(() -> {
            var all = List.of(after(1), after(2), after(3), after(9));
            try (var ready = Jevent.iwait(all, 2, Duration.ofHours(1))) {
                ready.forEachRemaining(g -> trace.add(g.value()));
            }
            try (var ready = Jevent.iwait(all, 4, Duration.ofSeconds(2))) {
                ready.forEachRemaining(g -> trace.add(g.value()));
            }
            assertThat(trace).containsExactly(1, 2, 1, 2, 3);
            assertThat(Hub.current().now()).isEqualTo(Duration.ofSeconds(4).toNanos());
            Jevent.killAll(all);
        });
    }

    @Test
    void joinAllWaitsForAllEvenIfOneFails() throws Exception {
        HubTesting.run(() -> {
            Hub.current().setErrorHandler((_, _) -> {});
            var failed = failingAfter(1, new IOException("disk"));
            var slow = after(2);
            Jevent.joinAll(failed, slow);
            assertThat(slow.isReady()).isTrue();
            assertThat(failed.isSuccessful()).isFalse();
        });
    }

    @Test
    void joinAllReturnsThoseThatEndedInTimeInTheOrderInWhichTheyDid() throws Exception {
        HubTesting.run(() -> {
            var all = List.of(after(3), after(1), after(2));
            assertThat(Jevent.joinAll(all, Duration.ofMillis(2500))).containsExactly(all.get(1), all.get(2));
            Jevent.joinAll(all);
        });
    }

    @Test
    void joinAllOrThrowThrowsTheFirstFailureAtOnceAndLeavesTheOthersRunning() throws Exception {
        HubTesting.run(() -> {
            Hub.current().setErrorHandler((_, _) -> {});
            var early = new IOException("early");
            var slow = after(9);
            var all = List.of(failingAfter(2, new IOException("late")), slow, failingAfter(1, early));
            assertThatThrownBy(() -> Jevent.joinAllOrThrow(all)).is(Copies.of(early));
            assertThat(Hub.current().now()).isEqualTo(SECOND.toNanos());
            assertThat(slow.result()).isEqualTo(9);
            Jevent.joinAllOrThrow(List.of(slow));
        });
    }

    @Test
    void joinAllTakesACollectionThatChangesWhileItWaits() throws Exception {
        HubTesting.run(() -> {
            var running = new LinkedHashSet<Greenlet<?>>();
            for (int i = 1; i <= 3; i++) {
                var greenlet = after(i);
                running.add(greenlet);
                greenlet.rawlink(() -> running.remove(greenlet));
            }
            Jevent.joinAll(running);
            assertThat(running).isEmpty();
        });
    }

    @Test
    void killAllEndsThemAllAndThoseThatNeverRanNeverWill() throws Exception {
        HubTesting.run(() -> {
            var waiting = Jevent.spawn(() -> new Event().await());
            Jevent.sleep();
            var fresh = new Greenlet<>(() -> trace.add("ran"));
            var started = Jevent.spawn(() -> trace.add("ran"));
            var set = new LinkedHashSet<Greenlet<?>>(List.of(waiting, fresh, started));
            Jevent.killAll(set);
            assertThat(set).allMatch(Greenlet::isDead).allMatch(g -> g.exit() != null);
            assertThat(trace).isEmpty();
            Jevent.killAll(List.of());
        });
    }

    @Test
    void killAllRaisesATimeoutIfNotAllHaveEnded() throws Exception {
        HubTesting.run(() -> {
            var gate = new Event();
            var diehard = Jevent.spawn(() -> {
                while (!gate.isSet()) {
                    try {
                        gate.await();
                    } catch (GreenletExit e) {
                        trace.add("survived");
                    }
                }
            });
            var victim = Jevent.spawn(() -> new Event().await());
            Jevent.sleep();
            assertThatThrownBy(() -> Jevent.killAll(List.of(victim, diehard), new GreenletExit(), SECOND))
                    .isInstanceOf(Timeout.class)
                    .hasMessage("1 second");
            assertThat(victim.isDead()).isTrue();
            assertThat(trace).containsExactly("survived");
            gate.set();
            Jevent.killAll(List.of(victim, diehard), new GreenletExit(), SECOND);
        });
    }

    @Test
    void interruptAllDoesNotWaitAndThrowsNoFailureOfTheVictims() throws Exception {
        HubTesting.run(() -> {
            var reported = new ArrayList<Throwable>();
            Hub.current().setErrorHandler((_, failure) -> reported.add(failure));
            var cause = new IOException("enough");
            var victim = Jevent.spawn(() -> new Event().await());
            Jevent.sleep();
            Jevent.interruptAll(List.of(victim), cause);
            assertThat(victim.isDead()).isFalse();
            victim.join();
            assertThat(victim.exception()).isSameAs(cause);
            assertThat(reported).containsExactly(cause);
        });
    }

    @Test
    void aDeadEndNamesEveryGreenletThatIsStuck() throws Exception {
        HubTesting.run(() -> {
            var gate = new Event();
            Jevent.spawn(() -> gate.await()).setName("first");
            Jevent.spawn(() -> Jevent.current().hub()).setName("ends");
            var second = Jevent.spawn(() -> new AsyncResult<Integer>().result());
            second.setName("second");
            assertThatThrownBy(second::join)
                    .isInstanceOf(LoopExit.class)
                    .hasMessageStartingWith("this operation would block forever")
                    .hasMessageContaining("the 3 greenlets that wait")
                    .hasMessageContaining("first, waiting on Event@")
                    .hasMessageContaining("only a set() would wake it")
                    .hasMessageContaining("second, waiting on AsyncResult@")
                    .hasMessageContaining("only a set() or setException() would wake it")
                    .hasMessageContaining("only the end of second would wake it (second, waiting on AsyncResult@")
                    .hasMessageContaining("spawned at io.jevent.JeventTest")
                    .hasMessageContaining("JeventTest.java:");
        });
    }

    @Test
    void aDeadEndNamesTheCycleInWhichGreenletsWaitForEachOther() throws Exception {
        HubTesting.run(() -> {
            var pair = new ArrayList<Greenlet<?>>();
            for (int i = 0; i < 2; i++) {
                int other = 1 - i;
                pair.add(Jevent.spawn(() -> pair.get(other).join()));
                pair.get(i).setName("ab".substring(i, i + 1));
            }
            assertThatThrownBy(() -> Jevent.joinAll(pair))
                    .isInstanceOf(LoopExit.class)
                    .hasMessageContaining("wait cycle: a waits on b; b waits on a");
        });
    }

    @Test
    void runClosesAHubThatTheThreadHadUnlessTheProgramOpenedIt() {
        Jevent.spawn(() -> 1).join(); // makes the hub of this thread
        Hub implicit = Hub.current();
        Jevent.run(() -> {
            var _ = Jevent.spawn(() -> {
                try {
                    Jevent.sleep(Duration.ofDays(1));
                } finally {
                    trace.add("finally");
                }
            });
            Jevent.sleep();
        });
        assertThat(trace).containsExactly("finally");
        assertThat(implicit.isClosed()).isTrue();
        assertThat(Hub.ifCurrent()).isNull();
        try (Hub opened = Hub.open()) {
            Jevent.run(() -> {});
            assertThat(opened.isClosed()).isFalse();
            assertThat(Hub.ifCurrent()).isSameAs(opened);
        }
    }
}
