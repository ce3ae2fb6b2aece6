// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.load;

import io.jevent.bench.workload.Rounds;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Echoes over one connection, one after the other: the time from sending a request until its answer is here. */
final class RoundTripRound implements Rounds.Round {

    private final Server server;
    private @Nullable Echoes client;

    RoundTripRound(Server server) {
        this.server = server;
    }

    @Override
    public double run(int requests) throws IOException {
        if (client == null) {
            client = new Echoes(Connection.to(server), 0);
        }
        var nanos = new long[requests];
        for (int i = 0; i < requests; i++) {
            long begin = System.nanoTime();
            client.ask();
            client.check();
            nanos[i] = System.nanoTime() - begin;
        }
        Arrays.sort(nanos);
        return nanos[requests / 2];
    }
}
