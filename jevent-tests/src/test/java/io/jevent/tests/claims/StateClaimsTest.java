// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.hub.Hub;
import io.jevent.testing.VirtualTime;
import io.jevent.tests.examples.Example;
import io.jevent.tests.programs.Program.Ran;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The state of a greenlet. */
class StateClaimsTest {

    private static Greenlet<String> failing() {
        return Jevent.spawn(() -> {
            throw new IOException("You fail at failing.");
        });
    }

    @Test
    @DisplayName("T0: the state changes with time, and flags show it")
    void theFlagsFollowTheLife() throws Exception {
        VirtualTime.run(_ -> {
            var states = new ArrayList<String>();
            var greenlet = new Greenlet<>(() -> {
                Jevent.sleep(Duration.ofSeconds(1));
                return "done";
            });
            states.add(flags(greenlet));
            greenlet.start();
            states.add(flags(greenlet));
            Jevent.sleep();
            states.add(flags(greenlet));
            greenlet.join();
            states.add(flags(greenlet));
            assertThat(states)
                    .containsExactly(
                            "started false ready false successful false value null",
                            "started true ready false successful false value null",
                            "started true ready false successful false value null",
                            "started false ready true successful true value done");
        });
    }

    private static String flags(Greenlet<?> g) {
        return "started " + g.isStarted() + " ready " + g.isReady() + " successful " + g.isSuccessful() + " value "
                + g.value();
    }

    @Test
    @DisplayName("T1: a greenlet may fail, or fail to halt: it can be ended from outside")
    void whatDoesNotEndCanBeEnded() throws Exception {
        VirtualTime.run(_ -> {
            var endless = Jevent.spawn(() -> {
                while (true) {
                    Jevent.sleep();
                }
            });
            Jevent.sleep();
            endless.kill();
            assertThat(endless.isReady()).isTrue();
        });
    }

    @Test
    @DisplayName("T2: started")
    void startedFromTheStartToTheEnd() throws Exception {
        VirtualTime.run(_ -> {
            var greenlet = Jevent.spawn(() -> "x");
            assertThat(greenlet.isStarted()).isTrue();
            greenlet.join();
            assertThat(greenlet.isStarted()).as("as in gevent: not any more").isFalse();
        });
    }

    @Test
    @DisplayName("T3: ready once it has halted, however it did")
    void readyAfterAnyEnd() throws Exception {
        VirtualTime.run(_ -> {
            Greenlet<?> won = Jevent.spawn(() -> "x");
            Greenlet<?> lost = failing();
            Greenlet<?> killed = Jevent.spawn(() -> Jevent.sleep(Duration.ofDays(1)));
            assertThat(List.of(won, lost, killed)).noneMatch(Greenlet::isReady);
            killed.kill();
            Jevent.joinAll(won, lost);
            assertThat(List.of(won, lost, killed)).allMatch(Greenlet::isReady);
            assertThat(lost.exception()).isNotNull();
        });
    }

    @Test
    @DisplayName("T4: successful if it halted without an exception")
    void successfulWithoutAFailure() throws Exception {
        VirtualTime.run(_ -> {
            Greenlet<?> won = Jevent.spawn(() -> "x");
            Greenlet<?> lost = failing();
            assertThat(won.isSuccessful()).as("not before its end").isFalse();
            Jevent.joinAll(won, lost);
            assertThat(won.isSuccessful()).isTrue();
            assertThat(lost.isSuccessful()).isFalse();
            assertThat(lost.exception()).isNotNull();
        });
    }

    @Test
    @DisplayName("T5: value is what it returned")
    void theValueIsThereAfterTheEnd() throws Exception {
        VirtualTime.run(_ -> {
            Greenlet<String> won = Jevent.spawn(() -> "You win!");
            Greenlet<String> lost = failing();
            assertThat(won.value()).isNull();
            Jevent.joinAll(won, lost);
            assertThat(won.value()).isEqualTo("You win!");
            assertThat(lost.value()).isNull();
            assertThat(lost.exception()).isNotNull();
        });
    }

    @Test
    @DisplayName("T6: exception is what was thrown, the instance itself")
    void theExceptionIsTheInstance() throws Exception {
        var thrown = new IOException("mine");
        VirtualTime.run(_ -> {
            Greenlet<String> lost = Jevent.spawn(() -> {
                throw thrown;
            });
            lost.join();
            assertThat(lost.exception()).isSameAs(thrown);
        });
    }

    @Test
    @DisplayName("T7: what a greenlet throws stays in the greenlet")
    void joinAllDoesNotThrow() throws Exception {
        VirtualTime.run(_ -> {
            Greenlet<String> lost = failing();
            Greenlet<String> won = Jevent.spawn(() -> "x");
            Jevent.joinAll(lost, won);
            assertThat(won.value()).isEqualTo("x");
            assertThat(lost.exception()).hasMessage("You fail at failing.");
        });
        assertThat(Example.named("state").program().run().out()).doesNotContain("never");
    }

    @Test
    @DisplayName("T8: its stack is printed on the error stream and does not unwind the parent's")
    void theStackIsPrinted() {
        Ran ran = Example.named("state").program().run();
        assertThat(ran.err()).contains("IllegalStateException: You fail at failing.", "at io.jevent.examples.States");
        assertThat(ran.out()).doesNotContain("\tat ");
        assertThat(ran.failure()).isNull();
    }

    @Test
    @DisplayName("T9: it can be raised again outside, as a copy each time")
    void resultThrowsACopyEachTime() throws Exception {
        VirtualTime.run(_ -> {
            Greenlet<String> lost = failing();
            List<Throwable> thrown = List.of(
                    catchThrowable(lost::result),
                    catchThrowable(lost::result),
                    catchThrowable(() -> Jevent.joinAllOrThrow(List.of(lost))));
            Throwable stored = lost.exception();
            assertThat(thrown)
                    .doesNotHaveDuplicates()
                    .doesNotContain(stored)
                    .allSatisfy(t -> assertThat(t)
                            .isInstanceOf(IOException.class)
                            .hasMessage("You fail at failing.")
                            .satisfies(copy -> assertThat(copy.getStackTrace()).isEqualTo(stored.getStackTrace())));
            assertThat(Hub.current().greenlets()).doesNotContain(lost);
        });
    }
}
