// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.bench.workload.ClusterLoad;
import io.jevent.bench.workload.Rounds;

/** Greenlets of a node ask actors of the same node. */
public final class ClusterLocalAskWorkload {

    private ClusterLocalAskWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Nodes.serve(args, 1, ClusterLocalAskWorkload::row);
    }

    private static Rounds.Round row(Nodes nodes) {
        var actors = nodes.notes();
        return asks -> Asking.round(
                asks,
                (asker, number) -> actors.get("local" + asker)
                        .ask(new Note(ClusterLoad.TEXT, number), ClusterLoad.LIMIT)
                        .number());
    }
}
