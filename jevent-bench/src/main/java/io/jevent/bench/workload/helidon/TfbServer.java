// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.helidon;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.jevent.bench.workload.Serving;
import io.jevent.bench.workload.Tfb;
import io.jevent.bench.workload.TfbJdbc;
import java.sql.SQLException;

/** The TechEmpower tests with JDBC and HikariCP in virtual threads. */
public final class TfbServer {

    private static final String JSON = "application/json";

    private TfbServer() {}

    /** Makes an answer. */
    @FunctionalInterface
    private interface Answer {
        String to(ServerRequest request) throws SQLException;
    }

    /** Serves until the input ends; the arguments are the number of processors and the port of the database. */
    public static void main(String[] args) {
        var database = new TfbJdbc(Integer.parseInt(args[1]));
        var server = HttpServer.builder()
                .routing(routing -> routing.get("/json", send(JSON, _ -> TfbJdbc.json()))
                        .get("/db", send(JSON, _ -> database.db()))
                        .get("/queries", send(JSON, request -> database.queries(number(request))))
                        .get("/updates", send(JSON, request -> database.updates(number(request))))
                        .get("/fortunes", send("text/html; charset=utf-8", _ -> database.fortunes())))
                .build()
                .start();
        Serving.at(server.port());
    }

    private static Handler send(String type, Answer answer) {
        return (request, response) -> {
            response.headers().set(HeaderNames.CONTENT_TYPE, type);
            response.send(answer.to(request));
        };
    }

    private static int number(ServerRequest request) {
        return Tfb.queries(request.query().first("queries").orElse(""));
    }
}
