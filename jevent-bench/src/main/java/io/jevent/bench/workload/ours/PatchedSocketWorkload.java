// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.bench.workload.Rounds;
import io.jevent.bench.workload.SocketEcho;
import io.jevent.monkey.Monkey;

/** Sockets of the JDK that wait on the hub's loop. */
public final class PatchedSocketWorkload {

    private PatchedSocketWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Monkey.patchSocket();
        Rounds.serve(args, SocketEcho::round);
    }
}
