// SPDX-License-Identifier: Apache-2.0
package io.jevent.monkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import io.jevent.exceptions.LoopExit;
import io.jevent.exceptions.NotSimulatedException;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import io.jevent.testing.TestHub;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.example.foreign.Clocks;
import org.example.foreign.SimulatedWork;
import org.example.foreign.TimedWaits;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PatchSimulationTest {

    @BeforeAll
    static void patch() {
        Monkey.patchSimulation();
    }

    @Test
    void everyTimedWaitOfTheJdkTakesExactlyAnHourOfVirtualTime() throws Exception {
        Map<String, Duration> took = new LinkedHashMap<>();
        for (Map.Entry<String, TimedWaits.Wait> wait : TimedWaits.all().entrySet()) {
            try (var hub = TestHub.closedWorld().allowLeaks()) {
                hub.run(() -> {
                    wait.getValue().run();
                    took.put(wait.getKey(), Duration.ofNanos(Hub.current().now()));
                });
            } catch (Throwable t) {
                throw new AssertionError(wait.getKey(), t);
            }
        }
        assertThat(took.values()).as("%s", took).containsOnly(Duration.ofHours(1));
    }

    @Test
    void allClocksAgreeAndBeginAtTheSameDate() throws Exception {
        try (var hub = TestHub.closedWorld()) {
            hub.run(() -> {
                List<Long> before = Clocks.all();
                assertThat(before).element(0).isEqualTo(0L);
                assertThat(before)
                        .element(1)
                        .isEqualTo(Instant.parse("2000-01-01T00:00:00Z").toEpochMilli());
                Clocks.sleepLong();
                List<Long> after = Clocks.all();
                for (int i = 0; i < before.size(); i++) {
                    assertThat(after.get(i) - before.get(i)).as("clock " + i).isEqualTo(3_601_000);
                }
            });
        }
    }

    @Test
    void otherThreadsAndHubsKeepTheRealClock() throws Exception {
        long now = System.currentTimeMillis();
        assertThat(Clocks.all().get(1)).isGreaterThanOrEqualTo(now);
        var promise = new CompletableFuture<>().completeOnTimeout("real", 1, TimeUnit.NANOSECONDS);
        assertThat(promise.join()).isEqualTo("real");
        try (var hub = TestHub.virtualTime()) {
            hub.run(() -> {
                Jevent.sleep(Duration.ofDays(1));
                assertThat(Clocks.all().get(1))
                        .isBetween(now, now + Duration.ofHours(1).toMillis());
            });
        }
    }

    @Test
    void aThreadThatTheProgramStartsIsAGreenletAndKnowsItselfByItsObject() throws Exception {
        try (var hub = TestHub.closedWorld()) {
            hub.run(() -> SimulatedWork.checkThreadsOfASimulation());
        }
    }

    @Test
    void monitorsPassFromGreenletToGreenletInTheSameOrderEachTime() throws Exception {
        Set<String> orders = new HashSet<>();
        for (int run = 0; run < 200; run++) {
            try (var hub = TestHub.closedWorld()) {
                hub.run(() -> orders.add(SimulatedWork.enterMonitorInTurns(5)));
            }
        }
        assertThat(orders).hasSize(1);
    }

    @Test
    void aDeadEndWithMonitorsIsSeenAtOnce() {
        assertThatThrownBy(() -> {
                    try (var hub = TestHub.closedWorld().allowLeaks()) {
                        hub.run(SimulatedWork::waitWithoutNotification);
                    }
                })
                .isInstanceOf(LoopExit.class);
    }

    @Test
    void parallelStreamsRunInTheWorldsOwnPool() throws Exception {
        try (var hub = TestHub.closedWorld().allowLeaks()) {
            hub.run(() -> {
                assertThat(IntStream.range(0, 10_000).parallel().sum()).isEqualTo(49_995_000);
                assertThat(CompletableFuture.supplyAsync(SimulatedWork::nameOfTheThread)
                                .get())
                        .isEqualTo("ForkJoinPool.commonPool-worker-1");
            });
        }
    }

    @Test
    void anUncaughtFailureOfAThreadIsTheFailureOfItsGreenlet() {
        assertThatThrownBy(() -> {
                    try (var hub = TestHub.closedWorld()) {
                        hub.run(() -> {
                            var thread = new Thread(() -> {
                                throw new IllegalStateException("of a thread");
                            });
                            thread.start();
                            thread.join();
                        });
                    }
                })
                .hasStackTraceContaining("of a thread");
    }

    private static void assertRefused(String message, TestHub.Body body) {
        assertThatThrownBy(() -> {
                    try (var hub = TestHub.closedWorld().allowLeaks()) {
                        hub.run(body);
                    }
                })
                .isInstanceOf(NotSimulatedException.class)
                .hasMessageContaining(message);
    }

    @Test
    void whatComesFromOutsideIsRefusedAtTheCall() throws Exception {
        assertRefused("subprocesses are not simulated: [true]", () -> new ProcessBuilder("true").start());
        assertRefused("a second hub is not simulated", () -> Hub.open(new VirtualTimeLoop()));
        try (var pool = Executors.newFixedThreadPool(1)) {
            pool.submit(() -> {}).get();
            assertRefused("of an executor was started outside of this run", () -> pool.execute(() -> {}));
        }
        try (var pool = Executors.newScheduledThreadPool(1)) {
            pool.submit(() -> {}).get();
            assertRefused("of an executor was started outside of this run", () -> {
                var _ = pool.schedule(() -> {}, 1, TimeUnit.DAYS);
            });
        }
        var timer = new java.util.Timer("outside");
        assertRefused("thread outside of a java.util.Timer", () -> SimulatedWork.schedule(timer));
        timer.cancel();
    }

    @Test
    void aTimedWaitInAClassInitializerIsRefused() {
        assertThatThrownBy(() -> {
                    try (var hub = TestHub.closedWorld().allowLeaks()) {
                        hub.run(() -> SimulatedWork.SleepsWhenItIsInitialized.touch());
                    }
                })
                .hasRootCauseInstanceOf(NotSimulatedException.class)
                .hasStackTraceContaining("the initializer of a class is among the callers");
    }

    @Test
    void aThreadThatRunsAHubIsAGreenletOfTheSameWorld() throws Exception {
        try (var hub = TestHub.closedWorld()) {
            hub.run(() -> {
                var seen = new ArrayList<Hub>();
                var thread = new Thread(() -> Jevent.run(() -> {
                    Jevent.sleep(Duration.ofHours(1));
                    seen.add(Hub.current());
                }));
                thread.start();
                thread.join();
                assertThat(seen).containsExactly(hub.hub());
            });
        }
    }
}
