// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.bench.workload.ClusterLoad;
import io.jevent.bench.workload.Rounds;

/** Greenlets of one node ask actors of another. */
public final class ClusterAskWorkload {

    private ClusterAskWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Nodes.serve(args, 2, ClusterAskWorkload::row);
    }

    private static Rounds.Round row(Nodes nodes) {
        var actors = nodes.remote(ClusterLoad.ASKING);
        return asks -> Asking.round(
                asks,
                (asker, number) -> actors.get(asker)
                        .ask(new Note(ClusterLoad.TEXT, number), ClusterLoad.LIMIT)
                        .number());
    }
}
