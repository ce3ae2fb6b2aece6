// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.proxy;

import io.jevent.Jevent;
import io.jevent.http.client.HubHttpClient;
import io.jevent.http.client.Reply;
import io.jevent.local.HubLocal;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Asks servers whether they are ready, in a greenlet of the hub that had the first request. */
final class HealthChecks {

    private final List<Upstream> upstreams;
    private final String path;
    private final Duration interval;
    private final AtomicBoolean begun = new AtomicBoolean();

    HealthChecks(List<Upstream> upstreams, String path, Duration interval) {
        this.upstreams = upstreams;
        this.path = path;
        this.interval = interval;
    }

    /** Asks each server once before the first request, and regularly from then on; ends with the hub. */
    void begin(HubLocal<HubHttpClient> clients) {
        if (begun.compareAndSet(false, true)) {
            HubHttpClient client = clients.get();
            askAll(client);
            var _ = Jevent.spawn(() -> {
                try {
                    while (true) {
                        Jevent.sleep(interval, false);
                        askAll(client);
                    }
                } finally {
                    begun.set(false); // another hub may go on
                }
            });
        }
    }

    private void askAll(HubHttpClient client) {
        Jevent.joinAll(upstreams.stream()
                .map(upstream -> Jevent.spawn(() -> upstream.checked(isHealthy(client, upstream))))
                .toList());
    }

    private boolean isHealthy(HubHttpClient client, Upstream upstream) {
        HttpRequest question =
                HttpRequest.newBuilder(upstream.resolve(path)).timeout(interval).build();
        try (Reply reply = client.call(question)) {
            return reply.isOk();
        } catch (IOException _) {
            return false;
        }
    }
}
