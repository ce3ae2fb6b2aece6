// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.bench.workload.Rounds;
import io.jevent.sim.Exploration;
import io.jevent.sim.Simulation;
import java.util.ArrayList;
import java.util.List;

/** Schedules of five greenlets that yield four times each. */
public final class SimWorkload {

    private SimWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Rounds.serve(args, SimWorkload::round);
    }

    private static double round(int schedules) {
        long begin = System.nanoTime();
        Exploration exploration = Simulation.named("sim").schedules(schedules).run(_ -> fiveGreenlets());
        double cost = (double) (System.nanoTime() - begin) / schedules;
        if (exploration.progress().orders() < schedules / 10) {
            throw new IllegalStateException("too few different orders: " + exploration);
        }
        return cost;
    }

    private static void fiveGreenlets() {
        List<Greenlet<?>> greenlets = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            greenlets.add(Jevent.spawn(() -> {
                for (int step = 0; step < 4; step++) {
                    Jevent.sleep();
                }
            }));
        }
        Jevent.joinAll(greenlets);
    }
}
