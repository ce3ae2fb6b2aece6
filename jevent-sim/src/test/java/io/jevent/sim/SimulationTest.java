// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.event.Event;
import io.jevent.exceptions.LoopExit;
import io.jevent.exceptions.NotSimulatedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationTest {

    @TempDir
    Path folder;

    private static Simulation simulation() {
        return Simulation.named("test");
    }

    private static SimulationFailure failureOf(Simulation simulation, Simulation.Body body) {
        return simulation.explore(body).failure().orElseThrow(() -> new AssertionError("it passed"));
    }

    /** Two buyers of the last ticket, of whom the second comes later. */
    private static void sell(Sim sim) {
        int[] left = {1};
        int[] sold = {0};
        Runnable buyer = () -> {
            if (left[0] > 0) {
                if (sold[0] == 0) {
                    Jevent.sleep();
                }
                left[0]--;
                sold[0]++;
            }
        };
        var first = Jevent.spawn(buyer);
        var late = Jevent.spawn(() -> {
            Jevent.sleep();
            buyer.run();
        });
        Jevent.joinAll(first, late);
        assertThat(sold[0]).isEqualTo(1);
    }

    @Test
    void findsTheOrderThatFailsAndExplainsIt() {
        SimulationFailure failure = failureOf(simulation(), SimulationTest::sell);
        assertThat(failure.deviations()).isBetween(1, 2);
        assertThat(failure)
                .hasMessageStartingWith("test failed in schedule " + failure.schedule() + " (")
                .hasMessageContaining("expected: 1")
                .hasMessageContaining("from first in, first out")
                .hasMessageContaining("SimulationTest.java:")
                .hasCauseInstanceOf(AssertionError.class);
    }

    @Test
    void twoExplorationsGiveTheSameReport() {
        assertThat(failureOf(simulation(), SimulationTest::sell))
                .hasMessage(failureOf(simulation(), SimulationTest::sell).getMessage());
        assertThat(failureOf(simulation().seed(2), SimulationTest::sell).schedule())
                .isEqualTo(failureOf(simulation().seed(2), SimulationTest::sell).schedule());
    }

    @Test
    void aFileReplaysTheFailure() throws IOException {
        SimulationFailure failure = failureOf(simulation().folder(folder), SimulationTest::sell);
        Path file = failure.file().orElseThrow();
        assertThat(failure).hasMessageContaining("The schedule is in " + file);
        assertThat(Files.readString(file)).startsWith("{\"jevent-sim\":1,\"test\":\"test\",\"failure\":\"");
        assertThat(Simulation.isOf(file, "test")).isTrue();
        assertThat(Simulation.isOf(file, "another")).isFalse();

        SimulationFailure replayed = failureOf(simulation().replay(file), SimulationTest::sell);
        assertThat(replayed.getCause())
                .hasMessage(String.valueOf(failure.getCause().getMessage()));
        assertThat(replayed.schedule()).isEqualTo(1);
        assertThat(replayed.deviations()).isEqualTo(failure.deviations());
    }

    @Test
    void aReplayHasTheSettingsThatTheFileWasFoundWith() throws IOException {
        Instant start = Instant.parse("2024-02-29T00:00:00Z");
        Simulation.Body late = sim -> {
            var _ = sim.node("a", "10.0.0.1", _ -> Jevent.sleep(Duration.ofHours(1)));
            for (int i = 0; i < 100; i++) {
                Jevent.sleep(Duration.ofMillis(1));
            }
            fail(sim.time().now().toMillis() > 130 && Instant.now().isAfter(start));
        };
        SimulationFailure failure = failureOf(
                simulation()
                        .schedules(5000)
                        .folder(folder)
                        .start(start)
                        .turnCost(Duration.ofMillis(20))
                        .faults(Faults.NETWORK, Faults.PAUSES),
                late);
        Path file = failure.file().orElseThrow();
        assertThat(Files.readString(file))
                .contains("\"preempt\":\"WAITS\",\"preemptIn\":[],\"faults\":[\"NETWORK\",\"PAUSES\"],"
                        + "\"turnCost\":\"PT0.02S\",\"start\":\"2024-02-29T00:00:00Z\",\"maxSteps\":1000000");
        SimulationFailure replayed = failureOf(
                simulation()
                        .replay(file)
                        .start(Instant.EPOCH)
                        .turnCost(Duration.ZERO)
                        .maxSteps(1),
                late);
        assertThat(replayed.getCause()).hasMessage("the bug");
        assertThat(replayed.deviations()).isEqualTo(failure.deviations());
    }

    @Test
    void aFileWithoutSettingsIsReplayedWithThoseOfTheSimulation() throws IOException {
        Path file = failureOf(simulation().folder(folder), SimulationTest::sell)
                .file()
                .orElseThrow();
        String text = Files.readString(file);
        Files.writeString(file, text.replaceFirst(",\"preempt\":.*\"maxSteps\":[0-9]+", ""));
        assertThat(failureOf(simulation().replay(file), SimulationTest::sell)).hasCauseInstanceOf(AssertionError.class);
        Files.writeString(file, text.replaceFirst("\"WAITS\"", "\"NEVER\""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> simulation().replay(file).run(_ -> {}))
                .withMessageContaining("NEVER");
    }

    @Test
    void pagesDrawTheFailureAndTheNearestRunThatPasses() throws IOException {
        SimulationFailure failure = failureOf(simulation().folder(folder), sim -> {
            sim.attach("State", () -> "sold");
            sell(sim);
        });
        assertThat(failure)
                .hasMessageContaining("it passes; that run is drawn in " + folder.resolve("test.passes.html"));
        assertThat(Files.readString(folder.resolve("test.html")))
                .contains("<summary>Why it fails</summary>")
                .contains("from first in, first out")
                .contains("<summary>State</summary><pre tabindex=\"0\">sold</pre>");
        assertThat(Files.readString(folder.resolve("test.passes.html"))).contains("A run that passes");
    }

    @Test
    void shrinkingIsBounded() {
        SimulationFailure failure = failureOf(simulation().shrinkingRuns(0), SimulationTest::sell);
        assertThat(failure).hasMessageContaining("from first in, first out").hasMessageNotContaining("found in");
        assertThatIllegalArgumentException().isThrownBy(() -> simulation().shrinkingRuns(-1));
    }

    @Test
    void aReplayOfAnotherProgramNamesTheFirstDifference() {
        Path file = failureOf(simulation().folder(folder), SimulationTest::sell)
                .file()
                .orElseThrow();
        assertThat(failureOf(simulation().replay(file), sim -> {
                    var _ = Jevent.spawn(() -> {});
                    sell(sim);
                }))
                .hasMessageStartingWith("test diverged from " + file)
                .hasMessageContaining("choice 1 was who runs of 2 ready in the file, and is who runs of 3 ready");
        assertThat(failureOf(simulation().replay(file), _ -> {}))
                .hasMessageContaining("the run ends after 0 choices, that of the file after ");
        assertThat(failureOf(simulation().replay(file), sim -> sim.choices().choose("node", 3)))
                .hasMessageContaining("and is 'node' of 3 alternatives");
    }

    @Test
    void aReplayOfWhatWasMendedPasses() {
        Path file = failureOf(
                        simulation().folder(folder), sim -> fail(sim.choices().choose("node", 3) == 2))
                .file()
                .orElseThrow();
        Exploration exploration =
                simulation().replay(file).run(sim -> sim.choices().choose("node", 3));
        assertThat(exploration.schedules()).isEqualTo(1);
    }

    private static void fail(boolean condition) {
        if (condition) {
            throw new IllegalStateException("the bug");
        }
    }

    @Test
    void refusesAFileThatIsNoSchedule() throws IOException {
        Path file = Files.writeString(folder.resolve("x.sim"), "hello\nworld\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> simulation().replay(file).run(_ -> {}))
                .withMessage(file + ": line 1 is none of a schedule: '{' was expected at column 1");
        assertThatThrownBy(() -> simulation().replay(folder.resolve("none.sim")).run(_ -> {}))
                .hasMessageStartingWith("the schedule cannot be read from ");
    }

    @Test
    void choicesBelongToTheScheduleAndAreMadeSmaller() {
        SimulationFailure failure = failureOf(simulation(), sim -> {
            for (int i = 0; i < 10; i++) {
                sim.choices().chance("lost", 0.5);
            }
            long delay = sim.choices().between("delay", 0, 1_000_000);
            fail(delay >= 1000);
        });
        assertThat(failure.deviations()).isEqualTo(1);
        assertThat(failure).hasMessageContaining("delay = 1000, by root, at SimulationTest.java:");
    }

    @Test
    void aRandomGeneratorIsOneChoice() {
        var seen = new ArrayList<Integer>();
        Exploration exploration = simulation()
                .schedules(20)
                .run(sim -> seen.add(sim.choices().random().nextInt()));
        assertThat(exploration.schedules()).isEqualTo(20);
        assertThat(seen.stream().distinct().count()).isGreaterThan(10);
    }

    @Test
    void aStuckScheduleFailsWithTheReportOfWhatIsStuck() {
        assertThat(failureOf(simulation(), _ -> new Event().await()))
                .hasCauseInstanceOf(LoopExit.class)
                .hasMessageContaining("root, waiting on Event@1 (not set)")
                .hasMessageContaining("nothing on hub-");
    }

    @Test
    void anUnreadFailureOfAGreenletFailsTheSchedule() {
        Simulation.Body body = _ -> {
            var _ = Jevent.spawn(() -> {
                throw new IOException("disk");
            });
            Jevent.sleep(Duration.ofSeconds(1));
        };
        assertThat(failureOf(simulation(), body)).hasMessageContaining("java.io.IOException: disk");
        assertThat(simulation().schedules(3).allowFailures().explore(body).failure())
                .isEmpty();
    }

    @Test
    void greenletsThatOutliveTheBodyAreKilled() {
        var ends = new ArrayList<String>();
        simulation().schedules(3).run(_ -> {
            var _ = Jevent.spawn(() -> {
                try {
                    new Event().await();
                } finally {
                    ends.add("end");
                }
            });
            Jevent.sleep();
        });
        assertThat(ends).hasSize(4); // the first schedule runs twice
    }

    @Test
    void whatIsNotSimulatedFailsByName() {
        assertThat(failureOf(simulation(), _ -> new ProcessBuilder("true").start()))
                .hasCauseInstanceOf(NotSimulatedException.class)
                .hasMessageStartingWith("test cannot be simulated as it is")
                .hasMessageContaining("subprocesses are not simulated: ");
    }

    @Test
    void timedWaitsOfTheJdkAreInVirtualTime() {
        simulation().schedules(100).run(sim -> {
            assertThat(new CountDownLatch(1).await(1, TimeUnit.HOURS)).isFalse();
            assertThat(sim.time().now()).isEqualTo(Duration.ofHours(1));
        });
    }

    @Test
    void threadsOfExecutorsAreExplored() {
        Set<String> orders = new HashSet<>();
        simulation().schedules(300).strategy(Strategy.random()).run(_ -> {
            var order = new StringBuilder();
            try (var executor = Executors.newFixedThreadPool(5)) {
                for (int i = 0; i < 5; i++) {
                    int number = i;
                    executor.execute(() -> order.append(number));
                }
            }
            orders.add(order.toString());
        });
        assertThat(orders).hasSizeGreaterThan(50);
    }

    @Test
    void whoMayEnterAMonitorIsTheSameInEachRun() {
        simulation().schedules(100).run(_ -> {
            var order = new StringBuilder();
            var monitor = new Object();
            var threads = new ArrayList<Thread>();
            for (int i = 0; i < 4; i++) {
                int number = i;
                threads.add(new Thread(() -> {
                    for (int round = 0; round < 3; round++) {
                        synchronized (monitor) {
                            Thread.yield();
                            order.append(number);
                        }
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(order).hasSize(12);
        });
    }

    @Test
    void executorsOfVirtualThreadsAreExplored() {
        SimulationFailure failure = failureOf(simulation(), _ -> {
            var order = new StringBuilder();
            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 4; i++) {
                    int number = i;
                    executor.execute(() -> order.append(number));
                }
            }
            fail(order.toString().equals("3210"));
        });
        assertThat(failure.deviations()).isLessThanOrEqualTo(4);
        assertThat(failure).hasMessageContaining("a virtual thread");
    }

    @Test
    void stateThatARunLeavesBehindIsFound() {
        int[] runs = {0};
        assertThat(failureOf(simulation(), _ -> {
                    if (runs[0]++ % 2 == 1) {
                        Jevent.sleep(Duration.ofMillis(1));
                    }
                    Jevent.sleep();
                }))
                .hasMessageStartingWith("test is not deterministic: schedule 1 ran twice with the same choices")
                .hasMessageContaining("first difference: step ")
                .hasMessageContaining("first run:  ")
                .hasMessageContaining("SimulationTest.lambda$stateThatARunLeavesBehindIsFound");
        boolean[] fails = {true};
        assertThat(failureOf(simulation(), _ -> {
                    fails[0] = !fails[0];
                    fail(fails[0]);
                }))
                .hasMessageContaining("the first run passes, and the second fails with java.lang.IllegalState");
    }

    @Test
    void alwaysIsCheckedAfterEachStep() {
        SimulationFailure failure = failureOf(simulation(), sim -> {
            int[] leaders = {0};
            sim.always("at most one leader", () -> leaders[0] <= 1);
            Runnable candidate = () -> {
                leaders[0]++;
                Jevent.sleep();
                leaders[0]--;
            };
            var first = Jevent.spawn(candidate);
            var second = Jevent.spawn(() -> {
                Jevent.sleep(Duration.ofSeconds(sim.choices().choose("delay", 3)));
                candidate.run();
            });
            Jevent.joinAll(first, second);
        });
        assertThat(failure.getCause())
                .hasMessageMatching(
                        "always: 'at most one leader' is false after a step of Greenlet-\\d, at PT0S of .*");
        assertThat(failureOf(simulation(), sim -> sim.always("never", () -> false)))
                .hasMessageContaining("always: 'never' is false from the beginning");
        assertThat(failureOf(simulation(), sim -> {
                    boolean[] broken = {false};
                    sim.always("whole", () -> {
                        fail(broken[0]);
                        return true;
                    });
                    broken[0] = true;
                    Jevent.sleep();
                }))
                .hasMessageContaining("the bug");
    }

    @Test
    void sometimesIsJudgedOverAllSchedules() {
        simulation()
                .schedules(50)
                .run(sim -> sim.sometimes("the second", sim.choices().choose("node", 2) == 1));
        assertThat(failureOf(simulation().schedules(50), sim -> {
                    sim.sometimes("the third", sim.choices().choose("node", 2) == 2);
                }))
                .hasMessageStartingWith("test never got to what should happen sometimes, in 50 schedules:")
                .hasMessageContaining("sometimes: 'the third' was false each of the 51 times");
    }

    @Test
    void eventuallyWaitsInVirtualTime() {
        simulation().schedules(50).run(sim -> {
            boolean[] done = {false};
            var _ = Jevent.spawnLater(Duration.ofMinutes(9), () -> done[0] = true);
            sim.eventually("done", Duration.ofMinutes(10), () -> done[0]);
            assertThat(sim.time().now()).isEqualTo(Duration.ofMinutes(9));
            sim.eventually("done", Duration.ZERO, () -> done[0]);
        });
        assertThat(failureOf(simulation(), sim -> sim.eventually("done", Duration.ofMinutes(10), () -> false)))
                .hasMessageContaining("eventually: 'done' was not true within PT10M of virtual time");
    }

    @Test
    void aKillOrATimeoutEndsTheWaitForACondition() {
        simulation().schedules(50).run(sim -> {
            var waiter = Jevent.spawn(() -> sim.eventually("never", Duration.ofDays(1), () -> false));
            Jevent.sleep(Duration.ofSeconds(1));
            waiter.kill();
            assertThat(waiter.exception()).isNull();
            assertThatThrownBy(() -> {
                        try (var _ = Timeout.startNew(Duration.ofSeconds(1))) {
                            sim.eventually("never", Duration.ofDays(1), () -> false);
                        }
                    })
                    .isInstanceOf(Timeout.class);
            assertThat(sim.time().now()).isEqualTo(Duration.ofSeconds(2));
        });
    }

    @Test
    void aLoopThatWaitsForAnotherGreenletEnds() {
        Exploration exploration = simulation().schedules(100).run(_ -> {
            boolean[] set = {false};
            var waiter = Jevent.spawn(() -> {
                while (!set[0]) {
                    Jevent.sleep();
                }
            });
            var setter = Jevent.spawn(() -> {
                Jevent.sleep();
                set[0] = true;
            });
            Jevent.joinAll(waiter, setter);
        });
        assertThat(exploration.schedules()).isEqualTo(100);
    }

    @Test
    void aRunThatDoesNotEndFails() {
        assertThat(failureOf(simulation().maxSteps(10_000), _ -> {
                    while (true) {
                        Jevent.sleep(Duration.ofSeconds(1));
                    }
                }))
                .hasMessageContaining("the run has not ended after 10000 steps")
                .hasMessageContaining("+-- root: ");
    }

    @Test
    void aBudgetEndsTheExploration() {
        Exploration exploration =
                simulation().schedules(1_000_000).budget(Duration.ofMillis(1)).run(_ -> {});
        assertThat(exploration.schedules()).isBetween(1, 999_999);
        assertThat(exploration.isComplete()).isFalse();
    }

    @Test
    void tellsHowFarItIs() {
        var seen = new ArrayList<Progress>();
        simulation().schedules(3).onProgress(seen::add).run(_ -> {});
        assertThat(seen).extracting(Progress::schedules).containsExactly(1, 2, 3);
        assertThat(seen.getLast().toString())
                .matches("3 of 3 schedules, [0-9,]+/s, 1 different orders, coverage [0-9]+");
    }

    @Test
    void findsItsSimulationFromAnywhere() {
        simulation().schedules(2).run(sim -> {
            assertThat(Sim.current()).isSameAs(sim);
            Jevent.spawn(() -> assertThat(Sim.current()).isSameAs(sim)).join();
            assertThatIllegalStateException()
                    .isThrownBy(() -> simulation().run(_ -> {}))
                    .withMessage("a simulation cannot run inside of a simulation");
        });
        assertThat(Sim.ifCurrent()).isNull();
        assertThatIllegalStateException().isThrownBy(Sim::current).withMessageStartingWith("no simulation runs here");
    }

    @Test
    void aGreenletMayExploreWhileOthersRun() throws Exception {
        Jevent.run(() -> {
            var ticks = new ArrayList<Integer>();
            var ticker = Jevent.spawn(() -> {
                while (true) {
                    ticks.add(1);
                    Jevent.sleep();
                }
            });
            var done = new CompletableFuture<Integer>();
            Jevent.spawn(() -> done.complete(
                            simulation().schedules(100).run(_ -> {}).schedules()))
                    .join();
            assertThat(done).isCompletedWithValue(100);
            assertThat(ticks).isNotEmpty();
            ticker.kill();
            return true;
        });
    }

    @Test
    void anInterruptEndsIt() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> simulation().run(_ -> {})).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void refusesWrongNumbers() {
        assertThatIllegalArgumentException().isThrownBy(() -> simulation().schedules(0));
        assertThatIllegalArgumentException().isThrownBy(() -> simulation().maxSteps(0));
        assertThatIllegalArgumentException().isThrownBy(() -> Strategy.pct(0));
        assertThatIllegalArgumentException().isThrownBy(() -> Strategy.delayBounded(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> Strategy.portfolio(new Strategy[0]));
    }

    @Test
    void exhaustiveSearchRunsAllOrders() {
        var orders = new ArrayList<String>();
        Exploration exploration = simulation().strategy(Strategy.exhaustive()).run(_ -> {
            var order = new StringBuilder();
            Jevent.joinAll(List.of(
                    Jevent.spawn(() -> order.append('a')),
                    Jevent.spawn(() -> order.append('b')),
                    Jevent.spawn(() -> order.append('c'))));
            orders.add(order.toString());
        });
        assertThat(exploration.isComplete()).isTrue();
        assertThat(orders).contains("abc", "acb", "bac", "bca", "cab", "cba");
        assertThat(exploration).hasToString("test: passed all " + exploration.schedules() + " orders");
    }
}
