// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.Jevent;
import java.io.IOException;

/** A node of the row on failover in a process of its own, which ends with its input. Its argument is the seed. */
public final class FailoverNode {

    private FailoverNode() {}

    /** Joins, prints the address, and serves. */
    public static void main(String[] args) throws Exception {
        Thread.ofPlatform().daemon().start(FailoverNode::endWithInput);
        Jevent.run(() -> {
            var node = Nodes.join(args[0]);
            System.out.println("up " + node.address());
            node.awaitEnd();
            return null;
        });
    }

    private static void endWithInput() {
        try {
            while (System.in.read() >= 0) {
                // only its end counts
            }
        } catch (IOException _) {
            // the same as its end
        }
        Runtime.getRuntime().halt(0);
    }
}
