// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.http.Handler;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.server.ListenSocket;
import io.jevent.server.ServerOptions;
import java.io.IOException;

/** Serves at the socket that systemd passes, or at a port. */
final class Activated {

    private Activated() {}

    // @start region="program"
    static void main() throws IOException {
        Handler hello = (_, response) -> response.send("Hello");
        var inherited = ListenSocket.inherited();
        var server = inherited.isEmpty()
                ? new HttpServer(":8080", hello)
                : new HttpServer(inherited.getFirst(), hello, HttpOptions.DEFAULTS, ServerOptions.DEFAULTS);
        server.serveForever();
    }
    // @end
}
