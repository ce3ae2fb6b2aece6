// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.queue.Queue;
import io.jevent.sim.Exploration;
import io.jevent.sim.Simulation;
import io.jevent.sim.SimulationFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

class ScenarioTest {

    /** Reads, yields, and writes. */
    public static class RacyCounter {
        private int value;

        @Operation
        public int increment() {
            int seen = value;
            Jevent.sleep();
            value = seen + 1;
            return value;
        }

        @Operation
        public int get() {
            return value;
        }
    }

    /** A counter that does not yield in between. */
    public static class Counter {
        private int value;

        @Operation
        public int increment() {
            Jevent.sleep();
            return ++value;
        }

        @Operation
        public int get() {
            return value;
        }

        @Operation
        public void fail(boolean really) {
            if (really) {
                throw new IllegalStateException("no");
            }
        }
    }

    /** A queue that wakes only those that wait already: one that is about to wait misses it. */
    public static class Forgetful {
        private final ArrayDeque<Integer> items = new ArrayDeque<>();
        private final Event filled = new Event();

        @Operation
        public void put(int item) {
            items.add(item);
            filled.set();
            filled.clear();
        }

        @Operation
        public int take() {
            while (items.isEmpty()) {
                Jevent.sleep();
                filled.await();
            }
            return items.remove();
        }
    }

    /** A queue of jevent, whose calls wait. */
    public static class Bounded {
        private final Queue<Integer> queue = new Queue<>(1);

        @Operation
        public void put(int item) {
            queue.put(item);
        }

        @Operation
        public int take() {
            return queue.get();
        }
    }

    private static SimulationFailure failureOf(Class<?> type) {
        return Simulation.named(type.getSimpleName())
                .explore(sim -> Scenario.of(type).clients(2).calls(2).check(sim))
                .failure()
                .orElseThrow();
    }

    private static Exploration pass(Class<?> type) {
        return Simulation.named(type.getSimpleName())
                .schedules(200)
                .run(sim -> Scenario.of(type).clients(3).calls(2).check(sim));
    }

    @Test
    void findsARace() {
        assertThat(failureOf(RacyCounter.class))
                .hasMessageContaining("the history is not linearizable")
                .hasMessageContaining("increment() -> 1")
                .hasMessageContaining("<-- cannot be placed")
                .hasMessageContaining("History of the clients:");
    }

    @Test
    void passesWithoutOne() {
        assertThat(pass(Counter.class).schedules()).isEqualTo(200);
    }

    @Test
    void findsALostWakeUp() {
        assertThat(failureOf(Forgetful.class))
                .hasMessageContaining("linearizable, but a client waits for ever that need not wait")
                .hasMessageContaining("<-- waits");
    }

    @Test
    void callsThatWaitForEverPassIfTheyMust() {
        assertThat(pass(Bounded.class).schedules()).isEqualTo(200);
    }

    @Test
    void refusesWhatItCannotCall() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scenario.of(String.class))
                .withMessage("java.lang.String has no method with @Operation");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scenario.of(Counter.class).clients(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scenario.of(Counter.class).calls(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scenario.of(Counter.class).values(0));
        assertThat(Scenario.of(Counter.class).values(2).effort(Effort.DEFAULT).longest(Duration.ofSeconds(1)))
                .isNotNull();
    }
}
