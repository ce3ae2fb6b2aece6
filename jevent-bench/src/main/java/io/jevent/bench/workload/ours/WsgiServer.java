// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.bench.workload.Hello;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The HTTP server with an application in the way of WSGI. */
public final class WsgiServer {

    private WsgiServer() {}

    /** Serves until the input ends; the argument is the number of hubs. */
    public static void main(String[] args) throws Exception {
        HttpServer.serve(new io.jevent.wsgi.WsgiServer(
                HttpServer.address(),
                (environ, startResponse) -> {
                    var _ = startResponse.start("200 OK", List.of(Map.entry("Content-Type", Hello.TYPE)));
                    return List.of(Hello.TEXT.getBytes(StandardCharsets.UTF_8));
                },
                HttpServer.OPTIONS,
                HttpServer.options(Integer.parseInt(args[0]))));
    }
}
