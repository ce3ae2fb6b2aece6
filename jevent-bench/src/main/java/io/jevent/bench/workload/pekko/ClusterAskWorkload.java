// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.pekko;

import io.jevent.bench.workload.ClusterLoad;

/** Chains of callbacks of one node ask actors of another. */
public final class ClusterAskWorkload {

    private ClusterAskWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Nodes.serve(args, 2, nodes -> {
            var actors = nodes.remote(ClusterLoad.ASKING);
            return asks -> Asking.round(asks, actors::get);
        });
    }
}
