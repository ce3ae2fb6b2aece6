// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.Jevent;
import io.jevent.bench.workload.Rounds;
import java.util.List;

/** Two greenlets that yield to each other. */
public final class SwitchWorkload {

    private SwitchWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Rounds.serve(args, switches -> Jevent.run(() -> round(switches)));
    }

    private static double round(int switches) {
        Runnable yielder = () -> {
            for (int i = 0; i < switches / 2; i++) {
                Jevent.sleep();
            }
        };
        long begin = System.nanoTime();
        Jevent.joinAll(List.of(Jevent.spawn(yielder), Jevent.spawn(yielder)));
        return (double) (System.nanoTime() - begin) / switches;
    }
}
