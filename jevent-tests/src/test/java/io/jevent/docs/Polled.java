// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.Routes;
import io.jevent.queue.Queue;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A request that is answered when there is news. */
final class Polled {

    private Polled() {}

    // @start region="program"
    static void main() throws IOException {
        var news = new Queue<String>();
        var routes = new Routes()
                .get(
                        "/news",
                        (_, response) ->
                                response.send(news.get(Duration.ofSeconds(30)).orElse("nothing yet")));
        try (var server = new HttpServer("127.0.0.1:0", routes, HttpOptions.DEFAULTS.log(AccessLog.NONE))) {
            server.start();
            var reader = Jevent.spawn(() -> get("http://127.0.0.1:" + server.port() + "/news"));
            while (server.requests() == 0) {
                Jevent.sleep(Duration.ofMillis(1)); // until the request waits
            }
            news.put("it rains");
            IO.println(reader.result());
        }
    }

    private static String get(String address) throws IOException {
        try (var in = URI.create(address).toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
    // @end
}
