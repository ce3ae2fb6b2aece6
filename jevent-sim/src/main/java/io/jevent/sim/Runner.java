// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import io.jevent.hub.CurrentGreenlet;
import io.jevent.internal.world.PreemptionLevel;
import io.jevent.internal.world.World;
import io.jevent.monitor.CombinedTracer;
import io.jevent.sim.Conductor.Observer;
import io.jevent.testing.TestHub;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs the body of a simulation by a plan, each time on a fresh hub of the calling thread. */
final class Runner {

    private final Simulation.Body body;
    private final boolean failuresAllowed;
    private final Set<Faults> faults;
    private final Instant start;
    private final PreemptionLevel preemption;
    private final List<String> preempted;
    private final Tally tally = new Tally();
    private final Coverage coverage = new Coverage();
    private Limits limits;

    Runner(Simulation.Body body, Simulation simulation) {
        this.body = body;
        this.limits = simulation.limits();
        this.failuresAllowed = simulation.failuresAllowed;
        this.faults = simulation.faults;
        this.start = simulation.start;
        this.preemption = PreemptionLevel.valueOf(simulation.preempt.name());
        this.preempted = simulation.preempted.stream()
                .map(name -> name.replace('.', '/'))
                .toList();
    }

    /** Adapts the part of a run that its plan decides to the usual length of a run. */
    void expect(long steps) {
        limits = limits.forLength(steps);
    }

    Tally tally() {
        return tally;
    }

    Coverage coverage() {
        return coverage;
    }

    Run run(Strategy.Plan plan) {
        return run(plan, null);
    }

    Run run(Strategy.Plan plan, @Nullable Observer observer) {
        Conductor conductor = null;
        Properties properties = null;
        Throwable failure = null;
        try (TestHub hub = open()) {
            properties = new Properties(hub.hub());
            conductor = new Conductor(hub.hub(), plan, limits, properties, observer);
            conductor.cover(coverage);
            if (plan instanceof FixedPlan fixed) {
                fixed.useNumbers(conductor::numberOf);
            }
            var sim = new Sim(hub, conductor, properties, tally, faults);
            play(hub, conductor, sim);
            properties.check();
        } catch (Throwable t) {
            failure = t;
        }
        if (conductor == null || properties == null) {
            throw new IllegalStateException("the hub of a simulation could not be opened", failure);
        }
        Throwable violated = properties.failure();
        return new Run(
                plan.name(),
                conductor.schedule(),
                conductor.steps(),
                conductor.hash(),
                conductor.discovered(),
                conductor.hasFairTail(),
                violated != null ? violated : failure);
    }

    private TestHub open() {
        TestHub hub = TestHub.closedWorld().allowLeaks().timeLimit(limits.realTime());
        return failuresAllowed ? hub.allowFailures() : hub;
    }

    /** The order is explored while the body runs; the end of the run is always the same. */
    private void play(TestHub hub, Conductor conductor, Sim sim) throws Exception {
        hub.run(() -> {
            World world = World.of(hub.hub());
            world.setEpoch(start);
            world.setChoices(conductor::decide);
            world.setPreemption(preemption, preempted);
            CombinedTracer.add(hub.hub(), conductor);
            conductor.spawned(CurrentGreenlet.require("a simulation"), null);
            hub.order(conductor);
            try {
                body.run(sim);
            } finally {
                sim.end();
                sim.hub().setOrder(null);
                world.setChoices((_, _) -> 0);
                CombinedTracer.remove(hub.hub(), conductor);
            }
        });
    }
}
