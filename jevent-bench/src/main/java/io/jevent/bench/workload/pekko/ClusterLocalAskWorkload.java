// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.pekko;

/** Chains of callbacks of a node ask actors of the same node. */
public final class ClusterLocalAskWorkload {

    private ClusterLocalAskWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Nodes.serve(args, 1, nodes -> asks -> Asking.round(asks, asker -> nodes.note("local" + asker)));
    }
}
