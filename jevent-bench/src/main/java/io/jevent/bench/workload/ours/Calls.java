// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.bench.workload.HttpTarget;
import io.jevent.bench.workload.ProcessorTime;
import io.jevent.bench.workload.Rounds;
import io.jevent.http.client.ClientOptions;
import io.jevent.http.client.HubHttpClient;
import io.jevent.hub.Hub;
import io.jevent.tls.TlsClient;
import io.jevent.tls.TlsTrust;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

/** Calls of the client by 64 greenlets of a hub. */
final class Calls {

    private Calls() {}

    static void serve(String[] args, boolean secure) throws Exception {
        var tls = TlsClient.builder()
                .trust(TlsTrust.insecure())
                .withoutHostNameCheck()
                .build();
        HubHttpClient client = HubHttpClient.of(ClientOptions.DEFAULTS.tls(tls));
        try (var target = HttpTarget.start(secure);
                var _ = Hub.open()) {
            Rounds.serve(args, operations -> round(client, target.address(), operations));
        }
    }

    private static double round(HubHttpClient client, String address, int operations) {
        int calls = HttpTarget.callsOf(operations);
        HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
        long begin = ProcessorTime.nanos();
        List<Greenlet<?>> running = new ArrayList<>();
        for (int i = 0; i < HttpTarget.TASKS; i++) {
            running.add(Jevent.spawn(() -> {
                for (int call = 0; call < calls; call++) {
                    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
                    HttpTarget.check(response.statusCode(), response.body());
                }
                return calls;
            }));
        }
        Jevent.joinAllOrThrow(running);
        return (double) (ProcessorTime.nanos() - begin) / ((double) calls * HttpTarget.TASKS);
    }
}
