// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.bench.workload.Hello;
import io.jevent.bench.workload.Slow;

/** The HTTP server of which one handler is slow. */
public final class LatencyServer {

    private LatencyServer() {}

    /** Serves until the input ends; the argument is the number of hubs. */
    public static void main(String[] args) throws Exception {
        HttpServer.serve(server(args));
    }

    static io.jevent.http.HttpServer server(String[] args) {
        return new io.jevent.http.HttpServer(
                HttpServer.address(),
                (request, response) -> {
                    Slow.handle(request.path());
                    response.type(Hello.TYPE).send(Hello.TEXT);
                },
                HttpServer.OPTIONS,
                HttpServer.options(Integer.parseInt(args[0])));
    }
}
