// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class BuggifyTest {

    private static void store(int[] size) {
        if (Buggify.here(0.3)) {
            size[0]++;
        }
    }

    @Test
    void isFalseOutsideOfASimulation() {
        int[] size = {0};
        store(size);
        assertThat(size[0]).isZero();
        assertThat(Buggify.here(1)).isFalse();
    }

    @Test
    void isFalseOnAHubThatNoSimulationRuns() throws Exception {
        var started = new CountDownLatch(1);
        var released = new AtomicBoolean();
        Thread thread = Thread.ofPlatform().start(() -> {
            var _ = Simulation.named("outer").schedules(1).explore(_ -> {
                started.countDown();
                while (!released.get()) {
                    Thread.onSpinWait();
                }
            });
        });
        started.await();
        boolean here;
        try {
            here = Jevent.run(() -> Buggify.here(1));
        } finally {
            released.set(true);
            thread.join();
        }
        assertThat(here).isFalse();
    }

    @Test
    void isAChoiceWithItsLine() {
        SimulationFailure failure = Simulation.named("store")
                .explore(_ -> {
                    int[] size = {0};
                    for (int i = 0; i < 5; i++) {
                        store(size);
                    }
                    assertThat(size[0]).isLessThan(2);
                })
                .failure()
                .orElseThrow();
        assertThat(failure.deviations()).isEqualTo(2);
        assertThat(failure).hasMessageContaining("here is      Buggify BuggifyTest.java:");
    }

    @Test
    void aWrongProbabilityIsRefused() {
        assertThat(Simulation.named("wrong").explore(_ -> Buggify.here(2)).failure())
                .get()
                .extracting(Throwable::getCause)
                .isInstanceOf(IllegalArgumentException.class)
                .asString()
                .contains("a probability is from 0 to 1: 2.0");
    }

    @Test
    void marksAndAttachmentsStandInTheReport() {
        SimulationFailure failure = Simulation.named("marked")
                .explore(sim -> {
                    List<String> log = new ArrayList<>();
                    sim.attach("The log", () -> String.join("\n", log));
                    sim.attach("Broken", () -> {
                        throw new IllegalStateException("no text");
                    });
                    Jevent.sleep(Duration.ofMillis(3));
                    log.add("first");
                    sim.mark("node b crashes");
                    log.add("second");
                    throw new AssertionError("the bug");
                })
                .failure()
                .orElseThrow();
        assertThat(failure)
                .hasMessageContaining("Marks of the program:\n  step 1, at 0.003 s: node b crashes\n")
                .hasMessageContaining("\nThe log:\n  first\n  second\n")
                .hasMessageContaining("\nBroken:\n  (it cannot be made: java.lang.IllegalStateException: no text)");
    }
}
