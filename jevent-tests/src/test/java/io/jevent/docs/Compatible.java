// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.client.ClientOptions;
import io.jevent.http.client.HubHttpClient;
import io.jevent.http.client.Retries;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The client as a java.net.http.HttpClient, with options. */
final class Compatible {

    private Compatible() {}

    // @start region="program"
    private static int requests;

    static void main() throws IOException, InterruptedException {
        var options = ClientOptions.DEFAULTS
                .maxConnections(20, 100)
                .callTimeout(Duration.ofSeconds(30))
                .interceptor(Retries.of(3));
        HttpClient client = HubHttpClient.newBuilder().options(options).build();
        try (var server = new HttpServer(
                "127.0.0.1:0",
                (_, response) -> response.status(++requests == 1 ? 503 : 200).send("request " + requests),
                HttpOptions.DEFAULTS.log(AccessLog.NONE))) {
            server.start();
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port()))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            IO.println(client.send(request, BodyHandlers.ofString()).body());
        }
    }
    // @end
}
