// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.helidon;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.Handler;
import io.jevent.bench.workload.Hello;
import io.jevent.bench.workload.Serving;

/** A handler in a virtual thread for each connection. */
public final class HttpServer {

    private HttpServer() {}

    /** Serves until the input ends; the argument is the number of processors. */
    public static void main(String[] args) {
        serve(builder());
    }

    static WebServerConfig.Builder builder() {
        return WebServer.builder().host("127.0.0.1").port(0).backlog(Serving.BACKLOG);
    }

    static void serve(WebServerConfig.Builder builder) {
        serve(builder, (_, response) -> {
            response.headers().set(HeaderNames.CONTENT_TYPE, Hello.TYPE);
            response.send(Hello.TEXT);
        });
    }

    /** Serves every path and method by one handler. */
    static void serve(WebServerConfig.Builder builder, Handler handler) {
        var server = builder.routing(routing -> routing.any(handler)).build().start();
        Serving.at(server.port());
    }
}
