// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.load;

import io.jevent.bench.workload.Rounds;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Messages that one of many sends to all of them, a few in flight at a time. */
final class BroadcastRound implements Rounds.Round {

    private static final int CONNECTIONS = 5000;
    private static final int LEAST_MESSAGES = 10;

    private final Server server;
    private @Nullable Audience audience;

    BroadcastRound(Server server) {
        this.server = server;
    }

    @Override
    public double run(int deliveries) throws IOException, InterruptedException {
        if (audience == null) {
            audience = Audience.of(server, Math.min(deliveries, CONNECTIONS));
        }
        int messages = Math.max(LEAST_MESSAGES, deliveries / audience.size());
        var meter = new Meter(server);
        audience.hear(messages);
        meter.stop();
        return meter.tell((long) messages * audience.size(), "deliveries");
    }
}
