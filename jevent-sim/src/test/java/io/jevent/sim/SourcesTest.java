// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.monkey.Monkey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.example.sim.Sources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chance, time and numbers are functions of the schedule. */
class SourcesTest {

    @TempDir
    Path folder;

    @Test
    void allSourcesAreTheSameInEachRunOfASchedule() {
        var runs = new ArrayList<List<String>>();
        Simulation.named("sources").schedules(1).run(_ -> runs.add(Sources.all()));
        assertThat(runs).hasSizeBetween(2, 4);
        assertThat(runs.getLast()).isEqualTo(runs.get(runs.size() - 2));
    }

    @Test
    void otherSchedulesHaveOtherNumbersAndTheSameTime() {
        Set<String> seen = new HashSet<>();
        Simulation.named("sources").schedules(20).run(_ -> seen.addAll(Sources.all()));
        assertThat(seen).filteredOn(line -> line.startsWith("UUID ")).hasSize(20);
        assertThat(seen).filteredOn(line -> line.startsWith("SecureRandom ")).hasSize(20);
        assertThat(seen).filteredOn(line -> line.startsWith("Set.of ")).hasSizeGreaterThan(2);
        assertThat(seen).filteredOn(line -> line.startsWith("Instant ")).containsOnly("Instant 2000-01-01T00:00:00Z");
        assertThat(seen).filteredOn(line -> line.startsWith("thread ")).hasSize(1);
    }

    @Test
    void theDateIsChosen() {
        Simulation.named("date")
                .schedules(1)
                .start(Instant.parse("2024-02-29T23:59:59Z"))
                .run(_ -> {
                    Jevent.sleep(Duration.ofSeconds(1));
                    assertThat(Sources.all()).contains("Instant 2024-03-01T00:00:00Z");
                });
    }

    @Test
    void temporaryFilesAreDeletedAtTheEndOfTheRun() {
        List<Path> made = new ArrayList<>();
        Simulation.named("files").schedules(1).run(_ -> {
            Path path = Files.createTempDirectory(folder, "test").resolve("file");
            Files.writeString(path, "x");
            made.add(path);
        });
        assertThat(made).hasSizeGreaterThan(1).allMatch(path -> path.equals(made.getFirst()));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aRandomNumberThatFailsIsReplayed() {
        SimulationFailure failure = (SimulationFailure) org.assertj.core.api.Assertions.catchThrowable(() ->
                Simulation.named("uuid").folder(folder).run(_ -> {
                    if (Math.floorMod(java.util.UUID.randomUUID().hashCode(), 10) == 3) {
                        throw new AssertionError("an unlucky number");
                    }
                }));
        assertThat(failure).hasMessageContaining("seed of random numbers = ");
        assertThatThrownBy(() -> Simulation.named("uuid")
                        .replay(failure.file().orElseThrow())
                        .run(_ -> {
                            if (Math.floorMod(java.util.UUID.randomUUID().hashCode(), 10) == 3) {
                                throw new AssertionError("an unlucky number");
                            }
                        }))
                .hasMessageContaining("an unlucky number");
    }

    @Test
    void stateThatRunsShareIsFoundStill() {
        assertThatThrownBy(() -> Simulation.named("shared").schedules(1).run(sim -> {
                    if (Sources.shared() % 2 == 0) {
                        Jevent.sleep(Duration.ofMillis(1));
                    }
                    Jevent.sleep(Duration.ofNanos(Math.floorMod(Sources.shared(), 1000)));
                }))
                .hasMessageStartingWith("shared is not deterministic");
    }

    @Test
    void theOrderOfObjectsWithoutHashCodesIsTheSameInEachRun() {
        var orders = new HashSet<List<Integer>>();
        Simulation.named("hash codes").schedules(1).run(_ -> {
            boolean _ = orders.add(Sources.orderOfObjects());
        });
        assertThat(orders).hasSize(1);
    }

    @Test
    void theFlagForHashCodesIsNamedWhereItIsMissing() {
        assertThat(SimulatedJvm.adviceOnHashCodes()).as("surefire sets it here").isEmpty();
        assertThat(SimulatedJvm.adviceOnHashCodes(1, 1)).isEmpty();
        assertThat(SimulatedJvm.adviceOnHashCodes(4711, 42))
                .hasValueSatisfying(text -> assertThat(text).contains("-XX:hashCode=2"));
    }

    /** A concurrent map of the JVM that several threads change at once initializes the generator of its caller. */
    @Test
    void theJvmsOwnUseOfTheGeneratorOfACarrierDoesNotChangeARun() {
        var runs = new ArrayList<List<Long>>();
        Simulation.named("probe").schedules(1).run(_ -> {
            boolean contended = runs.size() % 2 == 1;
            Greenlet<Long> other =
                    Jevent.spawn(() -> contended ? Monkey.original(SourcesTest::number) : Long.valueOf(0));
            Jevent.joinAll(List.of(other));
            long inPool = CompletableFuture.supplyAsync(SourcesTest::number).get();
            runs.add(List.of(inPool, number()));
        });
        assertThat(runs).hasSizeBetween(2, 4);
        assertThat(runs.getLast()).isEqualTo(runs.get(runs.size() - 2));
    }

    private static long number() {
        return ThreadLocalRandom.current().nextLong();
    }

    @Test
    void choicesThatOnlyTheFirstRunMakesDoNotChangeLaterSchedules() {
        var cold = new AtomicBoolean(true);
        assertThat(orders(cold)).hasSizeGreaterThan(50).isEqualTo(orders(cold));
        assertThat(cold).isFalse();
    }

    private static List<String> orders(AtomicBoolean cold) {
        List<String> orders = new ArrayList<>();
        var order = new StringBuilder();
        Simulation.named("cold")
                .schedules(100)
                .strategy(Strategy.pct(3))
                .onProgress(_ -> orders.add(order.toString()))
                .run(sim -> {
                    order.setLength(0);
                    if (cold.getAndSet(false)) {
                        for (int i = 0; i < 1000; i++) { // as the static initializer of a class might
                            sim.choices().between("cold", 0, 1);
                        }
                    }
                    List<Greenlet<?>> greenlets = new ArrayList<>();
                    for (int i = 0; i < 5; i++) {
                        int number = i;
                        greenlets.add(Jevent.spawn(() -> {
                            Jevent.sleep(Duration.ZERO);
                            order.append(number);
                        }));
                    }
                    Jevent.joinAll(greenlets);
                });
        return orders;
    }
}
