// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import static java.util.Map.entry;

import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.wsgi.Environ;
import io.jevent.wsgi.StartResponse;
import io.jevent.wsgi.WsgiServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A WSGI server. With an address as its argument it serves for ever, without it asks itself. */
final class WsgiHello {

    private WsgiHello() {}

    // @start region="application"
    private static Iterable<byte[]> application(Environ environ, StartResponse startResponse) {
        byte[] body = "<p>Hello World</p>".getBytes(StandardCharsets.UTF_8);
        startResponse.start("200 OK", List.of(entry("Content-Type", "text/html")));
        return List.of(body);
    }
    // @end

    static void main(String... arguments) throws IOException {
        if (arguments.length > 0) {
            // @start region="server"
            new WsgiServer(arguments[0], WsgiHello::application).serveForever();
            // @end
        }
        var quiet = HttpOptions.DEFAULTS.log(AccessLog.NONE);
        try (var server = new WsgiServer("127.0.0.1:0", WsgiHello::application, quiet)) {
            server.start();
            IO.println(Client.get(server.port(), "/"));
        }
    }
}
