// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.rivals;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.bench.races.Race;
import io.jevent.bench.races.Races;
import io.jevent.sim.Exploration;
import io.jevent.sim.Preempt;
import io.jevent.sim.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs of the comparison, and what it reads of the tools. */
class RivalsTest {

    static Stream<String> programs() {
        return Races.families().stream()
                .flatMap(family -> family.races().stream())
                .map(Race::name);
    }

    /** The first schedule is first in, first out; a program that fails in it would need no tool. */
    @ParameterizedTest
    @MethodSource("programs")
    void eachProgramIsRightAtFirstAndItsBugIsFound(String name) {
        Race race = Races.named(name);
        Exploration exploration = Simulation.named(name)
                .preempt(Preempt.FIELDS, Race.class.getPackageName(), "java.util", "java.util.concurrent")
                .schedules(3000)
                .shrinkingRuns(0)
                .explore(_ -> race.program().run());
        assertThat(exploration.failure()).as("%s", exploration).isPresent();
        assertThat(exploration.schedules()).isGreaterThan(1);
    }

    @Test
    void anOutcomeIsReadFromTheLastLine() {
        Outcome found = Outcome.of(true, 12, 345);
        assertThat(Child.outcome("a warning\n" + found.line() + "\n")).isEqualTo(found);
        assertThat(Child.outcome("Exception in thread main").trouble()).contains("Exception in thread main");
        assertThat(Child.outcome("").trouble()).isPresent();
    }

    @Test
    void theLogOfFrayCountsFromZero() {
        assertThat(FraySearcher.outcome("[INFO]: Error found at iter: 4, step: 169, Elapsed time: 747ms"))
                .isEqualTo(Outcome.of(true, 5, 747));
        assertThat(FraySearcher.outcome("Run finished. Total iter: 1000, Elapsed time: 6339ms, Iterations/sec: 157.75"))
                .isEqualTo(Outcome.of(false, 1000, 6339));
        assertThat(FraySearcher.outcome("org.pastalab.fray.core.FrayInternalError")
                        .trouble())
                .isPresent();
    }

    @Test
    void aScoreShowsMediansAndMisses() {
        var score = new Score(new JeventSearcher("pos", new Limit(1, Duration.ZERO)));
        assertThat(score.add(List.of(Outcome.of(true, 3, 100), Outcome.of(true, 5, 300), Outcome.of(true, 9, 900))))
                .isEqualTo("5 (0.3 s)");
        assertThat(score.add(List.of(Outcome.of(false, 1000, 100)))).isEqualTo("none in 1000");
        assertThat(score.add(List.of(Outcome.broken("why")))).isEqualTo("fails");
        assertThat(score.summary())
                .isEqualTo("jevent pos        finds the bug in   3 of   5 searches; medians: 5 schedules, 0.3 s;"
                        + " 1 did not end as they should");
    }
}
