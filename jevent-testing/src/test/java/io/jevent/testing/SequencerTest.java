// SPDX-License-Identifier: Apache-2.0
package io.jevent.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class SequencerTest {

    @Test
    void takesStepsInOrderWhoeverComesFirst() throws Exception {
        SeededOrder.explore(20, time -> {
            var sequence = new Sequencer();
            var trace = new Trace();
            var greenlets = new ArrayList<io.jevent.Greenlet<?>>();
            for (int i = 4; i >= 0; i--) {
                int number = i;
                greenlets.add(Jevent.spawn(() -> {
                    try (var _ = sequence.step(number)) {
                        trace.add(number);
                        Jevent.sleep(Duration.ofSeconds(5 - number));
                    }
                }));
            }
            Jevent.joinAll(greenlets);
            trace.assertIs(0, 1, 2, 3, 4);
        });
    }

    @Test
    void refusesAStepThatWasTakenBefore() throws Exception {
        VirtualTime.run(time -> {
            var sequence = new Sequencer();
            sequence.step(0).close();
            assertThatThrownBy(() -> sequence.step(0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("step 0 was taken before; each can be taken once");
            assertThatThrownBy(() -> sequence.step(-1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a step must not be negative: -1");
        });
    }

    @Test
    void isBrokenForAllWhenAWaitIsCutShort() throws Exception {
        VirtualTime.run(time -> {
            var sequence = new Sequencer();
            var first = Jevent.spawn(() -> {
                try (var _ = sequence.step(1)) {
                    throw new AssertionError("step 0 was never taken");
                }
            });
            var second = Jevent.spawn(() -> {
                try (var _ = sequence.step(2)) {
                    throw new AssertionError("step 0 was never taken");
                }
            });
            time.advance(Duration.ZERO);

            first.kill();

            second.join();
            assertThat(second.exception())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("step 2 cannot come: the wait for step 1 was cut short");
        });
    }
}
