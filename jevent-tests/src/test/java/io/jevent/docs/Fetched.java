// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.Routes;
import io.jevent.http.client.Http;
import io.jevent.http.client.HttpStatusException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Calls of a client, together and one by one. */
final class Fetched {

    private Fetched() {}

    // @start region="program"
    static void main() throws IOException {
        var routes = new Routes()
                .get("/price/{item}", (request, response) -> {
                    Jevent.sleep(Duration.ofSeconds(1)); // a slow warehouse
                    response.send(request.variable("item") + ": 3 euros");
                })
                .post("/order", (request, response) -> response.send("ordered: " + request.text()));
        try (var server = new HttpServer("127.0.0.1:0", routes, HttpOptions.DEFAULTS.log(AccessLog.NONE))) {
            server.start();
            String shop = "http://127.0.0.1:" + server.port();
            var prices = List.of("tea", "salt", "bread").stream()
                    .map(item ->
                            Jevent.spawn(() -> Http.get(shop + "/price/" + item).text()))
                    .toList();
            prices.forEach(price -> IO.println(price.result()));
            IO.println(Http.post(shop + "/order").body("tea").text());
            try {
                Http.get(shop + "/gold").text();
            } catch (HttpStatusException e) {
                IO.println("status " + e.status());
            }
        }
    }
    // @end
}
