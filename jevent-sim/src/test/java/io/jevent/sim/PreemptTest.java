// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.example.sim.Races;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Races between the instructions of threads. */
class PreemptTest {

    private static final String PROGRAMS = "org.example.sim";

    @TempDir
    Path folder;

    private static Exploration explore(Preempt where, Simulation.Body body) {
        return Simulation.named("race").preempt(where, PROGRAMS).explore(body);
    }

    private static void assertFound(Preempt where, Simulation.Body body) {
        Exploration exploration = explore(where, body);
        assertThat(exploration.failure()).as("%s", exploration).isPresent();
        assertThat(exploration.failure().orElseThrow()).hasStackTraceContaining("Races$Bug");
        assertThat(exploration.failure().orElseThrow().deviations()).isLessThanOrEqualTo(4);
    }

    private static void assertPasses(Preempt where, Simulation.Body body) {
        assertThat(explore(where, body).failure()).isEmpty();
    }

    @Test
    void aLostUpdateOfAPlainFieldIsFoundBetweenAccessesOfFieldsOnly() {
        assertPasses(Preempt.WAITS, _ -> Races.lostUpdate());
        assertPasses(Preempt.SYNC, _ -> Races.lostUpdate());
        assertFound(Preempt.FIELDS, _ -> Races.lostUpdate());
    }

    @Test
    void checkThenActOnAnAtomicIsFoundBetweenSynchronizingOperations() {
        assertPasses(Preempt.WAITS, _ -> Races.checkThenAct());
        assertFound(Preempt.SYNC, _ -> Races.checkThenAct());
        assertFound(Preempt.SYNC, _ -> Races.checkThenActInVirtualThreads());
    }

    @Test
    void synchronizedMethodsThatBelongTogetherAreFoundApart() {
        assertPasses(Preempt.WAITS, _ -> Races.twoSynchronizedCalls());
        assertFound(Preempt.SYNC, _ -> Races.twoSynchronizedCalls());
    }

    @Test
    void aSingletonThatIsNotCheckedAgainIsMadeTwice() {
        assertPasses(Preempt.WAITS, _ -> Races.doubleCheck(false));
        assertFound(Preempt.SYNC, _ -> Races.doubleCheck(false));
        assertPasses(Preempt.SYNC, _ -> Races.doubleCheck(true));
        assertPasses(Preempt.FIELDS, _ -> Races.doubleCheck(true));
    }

    @Test
    void aCorrectProgramPassesEverywhere() {
        assertPasses(Preempt.FIELDS, _ -> Races.guardedUpdate());
        assertPasses(Preempt.FIELDS, _ -> Races.spinning());
    }

    @Test
    void twoLocksForOneAccountAreFoundAtFields() {
        assertPasses(Preempt.WAITS, _ -> Races.account());
        assertFound(Preempt.FIELDS, _ -> Races.account());
    }

    @Test
    void packagesThatAreNotNamedAreNotInterrupted() {
        assertThat(Simulation.named("race")
                        .preempt(Preempt.FIELDS, "org.example.other")
                        .explore(_ -> Races.lostUpdate())
                        .failure())
                .isEmpty();
    }

    @Test
    void aFailureReplays() {
        Simulation simulation = Simulation.named("lost").folder(folder).preempt(Preempt.FIELDS, PROGRAMS);
        SimulationFailure failure =
                simulation.explore(_ -> Races.lostUpdate()).failure().orElseThrow();
        assertThat(failure).hasMessageContaining("at Races.java:");
        assertThatThrownBy(() -> Simulation.named("lost")
                        .replay(failure.file().orElseThrow())
                        .run(_ -> Races.lostUpdate()))
                .hasStackTraceContaining("counted 1");
    }
}
