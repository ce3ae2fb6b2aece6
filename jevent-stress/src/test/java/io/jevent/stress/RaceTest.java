// SPDX-License-Identifier: Apache-2.0
package io.jevent.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The races find faults and report them. */
class RaceTest {

    @Test
    void aCountThatNothingGuardsIsFoundOut() {
        assertThatThrownBy(() -> Race.repeat(race -> {
                    var count = new AtomicInteger();
                    Runnable careless = () -> {
                        int before = count.get();
                        Thread.yield();
                        count.set(before + 1);
                    };
                    race.run(careless, careless);
                    assertThat(count.get()).as("count").isEqualTo(2);
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("in round ")
                .hasMessageContaining("[count] \nexpected: 2\n but was: 1")
                .hasMessageContaining("-Dtest='RaceTest#aCountThatNothingGuardsIsFoundOut' -Dstress.seed=")
                .hasMessageContaining(" -Dstress.millis=60000");
    }

    @Test
    void whatAnyOfThemThrowsIsThrown() {
        var failure = new IllegalStateException("no");
        assertThatThrownBy(() -> Race.repeat(race -> race.run(() -> {}, () -> {
                    throw failure;
                })))
                .hasMessageContaining("java.lang.IllegalStateException: no")
                .hasRootCause(failure);
    }
}
