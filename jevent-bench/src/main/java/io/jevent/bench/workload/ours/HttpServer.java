// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.Jevent;
import io.jevent.bench.workload.Hello;
import io.jevent.bench.workload.Serving;
import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.server.ServerOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The HTTP server with a handler in Java's way. */
public final class HttpServer {

    static final HttpOptions OPTIONS = HttpOptions.DEFAULTS.log(AccessLog.NONE);

    private HttpServer() {}

    /** Serves until the input ends; the argument is the number of hubs. */
    public static void main(String[] args) throws Exception {
        serve(new io.jevent.http.HttpServer(
                address(),
                (request, response) -> response.type(Hello.TYPE).send(Hello.TEXT),
                OPTIONS,
                options(Integer.parseInt(args[0]))));
    }

    static InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    static ServerOptions options(int hubs) {
        return ServerOptions.DEFAULTS.hubs(hubs).backlog(Serving.BACKLOG);
    }

    static void serve(io.jevent.http.HttpServer server) throws Exception {
        Jevent.run(() -> {
            server.start();
            Serving.at(server.port());
            server.serveForever();
            return true;
        });
    }
}
