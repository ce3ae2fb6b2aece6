// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs.cookbook;

import io.jevent.Jevent;
import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.Routes;
import io.jevent.server.ServerOptions;
import io.jevent.server.StopResult;
import io.jevent.socket.Addresses;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A new version takes over a port while the old one completes its requests. */
final class Restart {

    private Restart() {}

    // @start region="program"
    static void main() throws IOException {
        HttpServer old = server("old", 0); // in reality the program that runs ...
        old.start();
        var slow = Jevent.spawn(() -> get(old.port(), "/slow"));
        while (old.requests() == 0) {
            Jevent.sleep(Duration.ofMillis(1));
        }
        try (HttpServer next = server("new", old.port())) { // ... and its next version
            next.start();
            StopResult stopped = old.stop(Duration.ofSeconds(30)); // on SIGTERM
            IO.println(slow.result() + "; finished " + stopped.finished() + ", killed " + stopped.killed());
            IO.println(get(next.port(), "/"));
        }
    }

    private static HttpServer server(String version, int port) {
        var routes = new Routes()
                .get("/", (_, response) -> response.send("response of the " + version + " version"))
                .get("/slow", (_, response) -> {
                    Jevent.sleep(Duration.ofMillis(300));
                    response.send("slow response of the " + version + " version");
                });
        return new HttpServer(
                Addresses.parse("127.0.0.1:" + port),
                routes,
                HttpOptions.DEFAULTS.log(AccessLog.NONE),
                ServerOptions.DEFAULTS.hubs(1)); // servers with hubs(n) share their port
    }

    private static String get(int port, String path) throws IOException {
        try (var in = URI.create("http://127.0.0.1:" + port + path).toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
    // @end
}
