// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.http.AccessLog;
import io.jevent.http.Handler;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.Request;
import io.jevent.http.Response;
import io.jevent.http.Routes;
import io.jevent.http.Session;
import io.jevent.http.Sessions;
import io.jevent.local.Local;
import java.io.IOException;

/**
 * The request of a greenlet, reachable from anywhere through a local, and its session. With an address as its argument
 * it serves for ever, without it asks itself.
 */
final class RequestLocal {

    private RequestLocal() {}

    // @start region="application"
    private static final Local<Request> REQUEST = new Local<>("request");

    /** Each request has a greenlet, so the local holds one request for each. */
    private static void remember(Request request, Response response, Handler next) throws Exception {
        REQUEST.set(request);
        try {
            next.handle(request, response);
        } finally {
            REQUEST.remove();
        }
    }

    private static String logic() {
        return "Hello " + REQUEST.get().remoteHost();
    }

    private static String counted() {
        int visits = 1 + Session.current().get("visits").map(Integer::parseInt).orElse(0);
        Session.current().set("visits", Integer.toString(visits));
        return "visit " + visits;
    }

    private static Routes routes() {
        return new Routes()
                .get("/count", (_, response) -> response.send(counted()))
                .get("/{path...}", (_, response) -> response.type("text/html").send(logic()))
                .filter(RequestLocal::remember)
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
