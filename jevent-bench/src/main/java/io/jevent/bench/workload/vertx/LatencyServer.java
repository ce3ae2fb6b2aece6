// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.vertx;

import io.jevent.bench.workload.Hello;
import io.jevent.bench.workload.Slow;
import io.vertx.core.http.HttpHeaders;

/** The HTTP server of which one handler is slow. */
public final class LatencyServer {

    private LatencyServer() {}

    /** Serves until the input ends; the argument is the number of loops. */
    public static void main(String[] args) throws Exception {
        HttpServer.serve(
                HttpServer.vertx(args),
                server -> server.requestHandler(request -> {
                    Slow.handle(request.uri());
                    var _ = request.response()
                            .putHeader(HttpHeaders.CONTENT_TYPE, Hello.TYPE)
                            .end(Hello.TEXT);
                }));
    }
}
