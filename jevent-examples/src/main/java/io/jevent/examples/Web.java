// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Jevent;
import io.jevent.http.AccessLog;
import io.jevent.http.EventStream;
import io.jevent.http.Handler;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.Request;
import io.jevent.http.Response;
import io.jevent.http.Routes;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Routes, a filter, and events. With an address as its argument it serves for ever, without it asks itself. */
final class Web {

    /** How often each status was sent; all of it runs on one hub. */
    private static final Map<Integer, Integer> STATUSES = new TreeMap<>();

    private Web() {}

    // @start region="routes"
    private static Routes routes() {
        Map<String, String> notes = new LinkedHashMap<>();
        return new Routes()
                .get("/", (request, response) -> response.type("text/html").send("<h1>Notes</h1>"))
                .put("/notes/{name}", (request, response) -> {
                    notes.put(request.variable("name"), request.text());
                    response.status(201).send("written");
                })
                .get("/notes/{name}", (request, response) -> {
                    String note = notes.get(request.variable("name"));
                    if (note == null) {
                        response.status(404).send("no note " + request.variable("name"));
                    } else {
                        response.send(note);
                    }
                })
                .get("/statuses", (request, response) -> response.send(STATUSES.toString()))
                .get("/clock", (request, response) -> {
                    EventStream events = response.events();
                    for (int i = 1; i <= 3; i++) {
                        Jevent.sleep(Duration.ofSeconds(1));
                        events.send("tick " + i);
                    }
                })
                .filter(Web::decorate);
    }
    // @end

    // @start region="filter"
    private static void decorate(Request request, Response response, Handler next) throws Exception {
        response.header("X-Served-By", "jevent");
        response.beforeSend(() -> {
            if (response.status() >= 400) {
                response.header("Cache-Control", "no-store");
            }
        });
        try {
            next.handle(request, response);
        } finally {
            STATUSES.merge(response.status(), 1, Integer::sum);
        }
    }
    // @end

    static void main(String... arguments) throws IOException {
        if (arguments.length > 0) {
            // @start region="server"
            new HttpServer(arguments[0], routes()).serveForever();
            // @end
        }
        var quiet = HttpOptions.DEFAULTS.log(AccessLog.NONE);
        try (var server = new HttpServer("127.0.0.1:0", routes(), quiet)) {
            server.start();
            IO.println(Client.get(server.port(), "/"));
            IO.println(Client.get(server.port(), "/notes/milk"));
            try (var clock = new Client(server.port(), "/clock")) {
                for (int i = 0; i < 3; i++) {
                    IO.println(clock.lineThatBegins("data: "));
                }
            }
        }
    }
}
