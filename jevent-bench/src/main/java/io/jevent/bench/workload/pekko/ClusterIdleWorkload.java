// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.pekko;

import io.jevent.bench.workload.ClusterLoad;
import io.jevent.bench.workload.Heap;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;

/** The heap of sharded actors that were asked once and are idle. */
public final class ClusterIdleWorkload {

    private static int round;

    private ClusterIdleWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Nodes.serve(args, 1, nodes -> actors -> {
            String prefix = "idle" + round++ + "-";
            long before = Heap.used();
            ask(nodes, prefix, actors);
            return (double) (Heap.used() - before) / actors;
        });
    }

    private static void ask(Nodes nodes, String prefix, int actors) {
        var waiting = new ArrayList<CompletableFuture<Note>>();
        for (int i = 0; i < actors; i++) {
            waiting.add(Nodes.count(nodes.note(prefix + i)).toCompletableFuture());
            if (waiting.size() == ClusterLoad.ASKING || i + 1 == actors) {
                waiting.forEach(CompletableFuture::join);
                waiting.clear();
            }
        }
    }
}
