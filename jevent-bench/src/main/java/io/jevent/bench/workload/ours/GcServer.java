// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.Jevent;
import io.jevent.bench.workload.Idle;
import io.jevent.bench.workload.Serving;
import io.jevent.event.Event;

/** The server of {@link LatencyServer} on a hub with many idle greenlets. */
public final class GcServer {

    private GcServer() {}

    /** Serves until the input ends; the argument is the number of hubs. */
    public static void main(String[] args) throws Exception {
        var server = LatencyServer.server(args);
        Jevent.run(() -> {
            var never = new Event();
            for (int i = 0; i < Idle.NUMBER; i++) {
                var _ = Jevent.spawn((Runnable) never::await);
            }
            server.start();
            Serving.at(server.port());
            server.serveForever();
            return true;
        });
    }
}
