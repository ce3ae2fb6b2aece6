// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import io.jevent.sim.Sim;
import io.jevent.sim.Simulation;
import io.jevent.sim.SimulationFailure;
import io.jevent.sim.junit.SimTest;
import io.jevent.sim.linear.Call;
import io.jevent.sim.linear.History;
import io.jevent.sim.linear.Linear;
import io.jevent.sim.linear.Models;
import io.jevent.sim.linear.Operation;
import io.jevent.sim.linear.Scenario;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tests of the guide to linearizability, which have to fail, and what they test. */
class LinearizableTest {

    /** Two copies of a value, of which the second is written later. */
    static final class Cache {
        private int first;
        private int second;
        private int reads;

        int write(int value) {
            first = value;
            Jevent.sleep();
            second = value;
            return value;
        }

        int read() {
            Jevent.sleep();
            return ++reads % 2 == 1 ? first : second;
        }
    }

    /** The shown tests: JUnit does not run them, since this is no test class by its name. */
    static final class Shown {

        // @start region="scenario"
        /** A counter that reads, yields and writes. */
        public static class Counter {
            private int value;

            @Operation
            public int increment() {
                int seen = value;
                Jevent.sleep();
                value = seen + 1;
                return value;
            }
        }

        @SimTest
        void countersAreLinearizable(Sim sim) {
            Scenario.of(Counter.class).clients(2).calls(2).check(sim);
        }
        // @end

        // @start region="test"
        @SimTest
        void aRegisterIsLinearizable(Sim sim) {
            var cache = new Cache();
            var history = new History<Call, Object>();
            var clients = List.of(
                    Jevent.spawn(() -> history.record("Ann", Call.of("write", 1), () -> cache.write(1))),
                    Jevent.spawn(() -> history.record("Bob", Call.of("read"), cache::read)),
                    Jevent.spawn(() -> {
                        history.record("Cid", Call.of("read"), cache::read);
                        return history.record("Cid", Call.of("read"), cache::read);
                    }));
            Jevent.joinAll(clients);
            Linear.check(history, Models.register(0));
        }
        // @end
    }

    private static SimulationFailure failureOf(Simulation.Body body) {
        return Simulation.named("shown").explore(body).failure().orElseThrow();
    }

    @Test
    void theCacheIsNotLinearizable() {
        assertThat(failureOf(new Shown()::aRegisterIsLinearizable))
                .hasMessageContaining("the history is not linearizable")
                .hasMessageContaining("<-- cannot be placed");
    }

    @Test
    void theCounterIsNotLinearizable() {
        assertThat(failureOf(new Shown()::countersAreLinearizable))
                .hasMessageContaining("the history is not linearizable")
                .hasMessageContaining("increment() -> 1");
    }

    /** Prints the message that the guide shows. */
    public static void main(String[] args) {
        SimulationFailure failure = failureOf(new Shown()::aRegisterIsLinearizable);
        System.out.println(String.valueOf(failure.getCause()).replaceFirst(".*?: ", ""));
    }
}
