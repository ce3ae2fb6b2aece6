// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.unpatched;

import io.jevent.bench.workload.Rounds;
import io.jevent.bench.workload.SocketEcho;

/** Sockets of the JDK as they are, in greenlets. */
public final class PatchedSocketWorkload {

    private PatchedSocketWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Rounds.serve(args, SocketEcho::round);
    }
}
