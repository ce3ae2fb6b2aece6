// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.bench.workload.Rounds;
import io.jevent.bench.workload.SocketEcho;
import io.jevent.monkey.Monkey;

/** Sockets of the JDK in platform threads, in a JVM in which all is patched. */
public final class AgentCostWorkload {

    private AgentCostWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Monkey.patchAll();
        Rounds.serve(args, SocketEcho::platformRound);
    }
}
