// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random programs under kills and timeouts: jevent does what the model says, step by step and moment by moment.
 * {@code -Djevent.model.seed=N} repeats one case.
 */
class ModelTest {
    private static final int CASES = 3_000;
    private static final int SOAK_CASES = 300_000;

    private static LongStream seeds(int count) {
        Long one = Long.getLong("jevent.model.seed");
        return one != null ? LongStream.of(one) : LongStream.range(0, count);
    }

    @Test
    void jeventDoesWhatTheModelSays() {
        seeds(CASES).forEach(ModelTest::check);
    }

    @Test
    @Tag("soak")
    void jeventDoesWhatTheModelSaysInManyCases() {
        long start = Long.getLong("jevent.model.start", System.nanoTime());
        seeds(SOAK_CASES).map(seed -> start + seed).forEach(ModelTest::check);
    }

    private static void check(long seed) {
        Scenario scenario = Scenario.of(seed);
        assertThat(JeventRun.trace(scenario))
                .as(
                        "to repeat it: ./jevent test -pl jevent-tests -am -Dtest=ModelTest -Djevent.model.seed=%s%n%s",
                        seed, scenario)
                .isEqualTo(Model.trace(scenario));
    }
}
