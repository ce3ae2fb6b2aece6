// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.unpatched;

import io.jevent.bench.workload.Rounds;
import io.jevent.bench.workload.Starts;

/** A program that patches nothing. */
public final class AgentStartWorkload {

    private AgentStartWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        try (var starts = new Starts("")) {
            Rounds.serve(args, starts::round);
        }
    }
}
