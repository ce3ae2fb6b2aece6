// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import static java.util.Map.entry;

import io.jevent.Jevent;
import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.queue.Queue;
import io.jevent.wsgi.BodyIterable;
import io.jevent.wsgi.Environ;
import io.jevent.wsgi.StartResponse;
import io.jevent.wsgi.WsgiServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A page asks, and the server answers when there is something to tell. With an address as its argument it serves for
 * ever; without, a client of its own listens for three seconds.
 */
final class LongPolling {

    private LongPolling() {}

    // @start region="endpoint"
    private final Queue<String> data = new Queue<>();

    private void produce() {
        while (true) {
            data.put("Hello World");
            Jevent.sleep(Duration.ofSeconds(1));
        }
    }

    private Iterable<byte[]> ajaxEndpoint(Environ environ, StartResponse startResponse) {
        startResponse.start("200 OK", List.of(entry("Content-Type", "application/json")));
        return BodyIterable.ofTexts(Stream.generate(() -> data.get(Duration.ofSeconds(5)))
                .flatMap(Optional::stream)
                .map(datum -> "\"" + datum + "\"\n"));
    }
    // @end

    static void main(String... arguments) throws IOException {
        var polling = new LongPolling();
        var producer = Jevent.spawn(polling::produce);
        if (arguments.length > 0) {
            new WsgiServer(arguments[0], polling::ajaxEndpoint).serveForever();
        }
        var quiet = HttpOptions.DEFAULTS.log(AccessLog.NONE);
        try (var server = new WsgiServer("127.0.0.1:0", polling::ajaxEndpoint, quiet)) {
            server.start();
            try (var client = new Client(server.port(), "/")) {
                for (int i = 0; i < 3; i++) {
                    IO.println(client.lineThatBegins("\""));
                }
                IO.println("requests that wait: " + server.requests());
            }
            Jevent.sleep(Duration.ofSeconds(1));
            IO.println("requests that wait when the client has left: " + server.requests());
        }
        producer.kill();
    }
}
