// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.unpatched;

import io.jevent.bench.workload.Rounds;
import io.jevent.bench.workload.SocketEcho;

/** Sockets of the JDK in platform threads, in a JVM in which nothing is patched. */
public final class AgentCostWorkload {

    private AgentCostWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Rounds.serve(args, SocketEcho::platformRound);
    }
}
