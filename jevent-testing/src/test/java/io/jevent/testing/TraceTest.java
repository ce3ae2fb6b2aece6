// SPDX-License-Identifier: Apache-2.0
package io.jevent.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TraceTest {

    @Test
    void passesWhenAllLabelsCameInThisOrder() throws Exception {
        VirtualTime.run(time -> {
            var trace = new Trace();
            var child = Jevent.spawn(trace.mark("child"));
            trace.add("parent");
            child.join();
            trace.assertIs("parent", "child");
            assertThat(trace.labels()).containsExactly("parent", "child");
        });
    }

    @Test
    void saysWhereTheOrderPartsFromTheExpectedOne() {
        var trace = new Trace();
        trace.add("a");
        trace.add("c");
        trace.add("b");

        assertThatThrownBy(() -> trace.assertIs("a", "b", "c"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("""
                        the order is not as expected from number 2 on: expected b but was c
                          expected: [a, b, c]
                          but was:  [a, c, b]""");
    }

    @Test
    void failsWhenALabelIsMissingOrTooMany() {
        var trace = new Trace();
        trace.add("a");

        assertThatThrownBy(() -> trace.assertIs("a", "b")).hasMessageContaining("expected b but was nothing more");
        assertThatThrownBy(trace::assertIs).hasMessageContaining("expected nothing more but was a");
    }

    @Test
    void writesTheTimeBehindALabelWhenTimed() throws Exception {
        VirtualTime.run(time -> {
            var trace = Trace.timed();
            trace.add("a");
            Jevent.sleep(Duration.ofMillis(1500));
            trace.add("b");
            trace.assertIs("a@0", "b@1.5");
            assertThat(trace).hasToString("[a@0, b@1.5]");
        });
    }

    @Test
    void forgetsWhatWasClearedAndTakesLabelsOfAnyType() {
        var trace = new Trace();
        trace.add("a");
        trace.clear();
        trace.add(1);
        trace.assertIs(1);
    }
}
