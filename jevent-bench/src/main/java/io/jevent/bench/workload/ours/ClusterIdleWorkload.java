// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.bench.workload.Heap;
import io.jevent.bench.workload.Rounds;

/** The heap of sharded actors that were asked once and are idle. */
public final class ClusterIdleWorkload {

    private static int round;

    private ClusterIdleWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Nodes.serve(args, 1, ClusterIdleWorkload::row);
    }

    private static Rounds.Round row(Nodes nodes) {
        return actors -> {
            String prefix = "idle" + round++ + "-";
            long before = Heap.used();
            ClusterManyWorkload.askEach(nodes.notes(), prefix, actors);
            return (double) (Heap.used() - before) / actors;
        };
    }
}
