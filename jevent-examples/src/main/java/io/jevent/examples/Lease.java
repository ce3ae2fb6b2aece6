// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Jevent;
import io.jevent.sim.Node;
import io.jevent.sim.Sim;
import io.jevent.sim.Simulation;
import java.time.Duration;
import java.time.Instant;

/**
 * A service grants a lease for ten seconds, and each machine measures them by its own clock. A holder whose clock is
 * slow still works when the lease has been granted to another. The mended holder gives the lease back a second before
 * its end.
 */
public final class Lease {

    private static final Duration LENGTH = Duration.ofSeconds(10);
    private static final Duration NO_MARGIN = Duration.ofMillis(200); // a step of the work and its like
    private static final Duration MARGIN = Duration.ofSeconds(1);
    private static final long WORST_CLOCK = 50_000; // parts per million: half a second in ten

    private Lease() {}

    /** Grants the lease, by the clock of the machine on which it runs. */
    private static final class Service {
        private final Node node;
        private Instant end = Instant.MIN;

        Service(Node node) {
            this.node = node;
        }

        boolean grant() {
            Instant now = node.clock().instant();
            if (now.isBefore(end)) {
                return false;
            }
            end = now.plus(LENGTH);
            return true;
        }
    }

    private static void hold(Node node, Service service, Duration margin, int[] holders) {
        while (true) {
            Instant asked = node.clock().instant();
            if (service.grant()) {
                holders[0]++;
                while (node.clock().instant().isBefore(asked.plus(LENGTH).minus(margin))) {
                    Jevent.sleep(Duration.ofMillis(100)); // the work
                }
                holders[0]--;
            }
            Jevent.sleep(Duration.ofMillis(200));
        }
    }

    private static void share(Sim sim, Duration margin) {
        var service = new Service(sim.node("service", "10.0.0.1"));
        int[] holders = {0};
        sim.always("at most one holds the lease", () -> holders[0] <= 1);
        for (String name : new String[] {"Ann", "Bob"}) {
            Node node = sim.node(name, name.equals("Ann") ? "10.0.0.2" : "10.0.0.3", it -> {
                Jevent.sleep(Duration.ofMillis(sim.choices().between(name + " comes, ms", 0, 9_000)));
                hold(it, service, margin, holders);
            });
            node.setDrift(sim.choices().between(name + "'s clock is slow, ppm", 0, WORST_CLOCK) * -1.0);
        }
        Jevent.sleep(Duration.ofMinutes(1));
    }

    /** Simulates the lease without a margin, and with one. */
    public static void main(String[] args) {
        var wrong = Simulation.named("lease").explore(sim -> share(sim, NO_MARGIN));
        System.out.println(wrong.failure().orElseThrow().getMessage());
        System.out.println();
        var mended = Simulation.named("mended").explore(sim -> share(sim, MARGIN));
        System.out.println("mended: " + (mended.failure().isEmpty() ? "passes" : "fails"));
    }
}
