// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.bench.workload.Tfb;
import io.jevent.bench.workload.TfbJdbc;
import io.jevent.http.Request;
import io.jevent.http.Response;
import io.jevent.http.Routes;
import io.jevent.monkey.Monkey;
import java.io.IOException;

/** The TechEmpower tests with JDBC and HikariCP as they are, in greenlets, with everything patched. */
public final class TfbServer {

    private static final String JSON = "application/json";

    private TfbServer() {}

    /** Serves until the input ends; the arguments are the number of hubs and the port of the database. */
    public static void main(String[] args) throws Exception {
        boolean _ = Monkey.patchAll();
        var database = new TfbJdbc(Integer.parseInt(args[1]));
        var routes = new Routes()
                .get("/json", (_, response) -> send(response, JSON, TfbJdbc.json()))
                .get("/db", (_, response) -> send(response, JSON, database.db()))
                .get("/queries", (request, response) -> send(response, JSON, database.queries(number(request))))
                .get("/updates", (request, response) -> send(response, JSON, database.updates(number(request))))
                .get("/fortunes", (_, response) -> send(response, "text/html; charset=utf-8", database.fortunes()));
        HttpServer.serve(new io.jevent.http.HttpServer(
                HttpServer.address(), routes, HttpServer.OPTIONS, HttpServer.options(Integer.parseInt(args[0]))));
    }

    private static void send(Response response, String type, String text) throws IOException {
        response.type(type).send(text);
    }

    private static int number(Request request) {
        return Tfb.queries(request.parameter("queries").orElse(""));
    }
}
