// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.helidon;

import io.helidon.http.HeaderNames;
import io.jevent.bench.workload.Hello;
import io.jevent.bench.workload.Slow;

/** The HTTP server of which one handler is slow. */
public final class LatencyServer {

    private LatencyServer() {}

    /** Serves until the input ends; the argument is the number of processors. */
    public static void main(String[] args) {
        HttpServer.serve(HttpServer.builder(), (request, response) -> {
            Slow.handle(request.path().path());
            response.headers().set(HeaderNames.CONTENT_TYPE, Hello.TYPE);
            response.send(Hello.TEXT);
        });
    }
}
