// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.Routes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A response of which each line is sent when it is there. */
final class Streamed {

    private Streamed() {}

    // @start region="program"
    static void main() throws IOException {
        var routes = new Routes().get("/countdown", (_, response) -> {
            for (int i = 3; i > 0; i--) {
                response.write(i + "\n"); // is sent at once
                Jevent.sleep(Duration.ofMillis(100));
            }
            response.write("go\n");
        });
        try (var server = new HttpServer("127.0.0.1:0", routes, HttpOptions.DEFAULTS.log(AccessLog.NONE))) {
            server.start();
            var address = URI.create("http://127.0.0.1:" + server.port() + "/countdown");
            try (var in = address.toURL().openStream()) {
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
                lines.lines().forEach(IO::println); // each as it comes
            }
        }
    }
    // @end
}
