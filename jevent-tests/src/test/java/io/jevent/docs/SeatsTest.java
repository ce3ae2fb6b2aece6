// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import io.jevent.sim.Sim;
import io.jevent.sim.Simulation;
import io.jevent.sim.SimulationFailure;
import io.jevent.sim.junit.SimTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The first test of the guide to simulation, which has to fail, and what it tests. */
class SeatsTest {

    // @start region="subject"
    /** Sells seats. */
    static final class Seats {

        private final Sim sim;
        private int left;

        Seats(Sim sim, int left) {
            this.sim = sim;
            this.left = left;
        }

        boolean sell() {
            if (left == 0) {
                return false;
            }
            pay();
            left--;
            return true;
        }

        private void pay() {
            Jevent.sleep(Duration.ofMillis(sim.choices().between("bank", 1, 50)));
        }
    }
    // @end

    /** The shown test: JUnit does not run it, since it is no test class by its name. */
    static final class Shown {

        // @start region="test"
        @SimTest
        void sellsEachSeatOnce(Sim sim) {
            var seats = new Seats(sim, 1);
            List<String> sold = new ArrayList<>();
            var customers = List.of(
                    Jevent.spawn(() -> buy(sim, seats, sold, "Ann")), Jevent.spawn(() -> buy(sim, seats, sold, "Bob")));
            Jevent.joinAll(customers);
            assertThat(sold).hasSize(1);
        }

        private static void buy(Sim sim, Seats seats, List<String> sold, String name) {
            Jevent.sleep(Duration.ofMillis(sim.choices().between(name + " comes", 0, 1000)));
            if (seats.sell()) {
                sold.add(name);
            }
        }
        // @end
    }

    @Test
    void theShownTestFails() {
        SimulationFailure failure = Simulation.named("sellsEachSeatOnce")
                .explore(new Shown()::sellsEachSeatOnce)
                .failure()
                .orElseThrow();
        assertThat(failure).hasMessageContaining("Expected size: 1 but was: 2");
        assertThat(failure.schedule()).isEqualTo(1);
    }
}
