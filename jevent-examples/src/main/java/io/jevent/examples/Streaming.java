// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import static java.util.Map.entry;

import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.wsgi.BodyIterable;
import io.jevent.wsgi.Environ;
import io.jevent.wsgi.StartResponse;
import io.jevent.wsgi.WsgiServer;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** A body whose pieces leave one by one. With an address as its argument it serves for ever, without it asks itself. */
final class Streaming {

    private Streaming() {}

    // @start region="application"
    private static Iterable<byte[]> application(Environ environ, StartResponse startResponse) {
        startResponse.start("200 OK", List.of(entry("Content-Type", "text/html")));
        return BodyIterable.ofTexts(Stream.of("<p>Hello", "World</p>"));
    }
    // @end

    static void main(String... arguments) throws IOException {
        if (arguments.length > 0) {
            new WsgiServer(arguments[0], Streaming::application).serveForever();
        }
        var quiet = HttpOptions.DEFAULTS.log(AccessLog.NONE);
        try (var server = new WsgiServer("127.0.0.1:0", Streaming::application, quiet)) {
            server.start();
            IO.println(Client.get(server.port(), "/"));
        }
    }
}
