// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.example.sim.ThreadedPrograms;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Finds the bugs of programs for threads that nothing but a preemption shows. */
class ThreadedProgramsTest {

    static Stream<String> programs() {
        return ThreadedPrograms.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void thePortfolioFindsAndShrinks(String name) {
        ThreadedPrograms.Program program = ThreadedPrograms.all().get(name);
        Exploration exploration = Simulation.named(name)
                .preempt(Preempt.FIELDS, "org.example.sim")
                .schedules(1000)
                .explore(_ -> program.run());
        assertThat(exploration.failure()).as("%s", exploration).isPresent();
        SimulationFailure failure = exploration.failure().orElseThrow();
        assertThat(failure.deviations()).as(failure.getMessage()).isLessThanOrEqualTo(5);
    }
}
