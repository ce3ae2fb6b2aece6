// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.Request;
import io.jevent.http.Routes;
import io.jevent.http.Session;
import io.jevent.http.Sessions;
import java.io.IOException;

/**
 * The request and the session of a greenlet, reachable from anywhere. With an address as its argument it serves for
 * ever, without it asks itself.
 */
final class RequestLocal {

    private RequestLocal() {}

    // @start region="application"
    private static String logic() {
        return "Hello " + Request.current().remoteHost();
    }

    private static String counted() {
        int visits = 1 + Session.current().get("visits").map(Integer::parseInt).orElse(0);
        Session.current().set("visits", Integer.toString(visits));
        return "visit " + visits;
    }

    private static Routes routes() {
        return new Routes()
                .get("/", (request, response) -> response.send(logic()))
                .get("/count", (request, response) -> response.send(counted()))
                .filter(Sessions.inMemory());
    }
    // @end

    static void main(String... arguments) throws IOException {
        if (arguments.length > 0) {
            new HttpServer(arguments[0], routes()).serveForever();
        }
        var quiet = HttpOptions.DEFAULTS.log(AccessLog.NONE);
        try (var server = new HttpServer("127.0.0.1:0", routes(), quiet)) {
            server.start();
            IO.println(Client.get(server.port(), "/"));
        }
    }
}
