// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.Jevent;
import io.jevent.bench.workload.Hello;
import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.server.ServerOptions;
import io.jevent.tls.DevelopmentCertificate;
import io.jevent.tls.TlsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The server of the rows on HTTP clients. */
public final class ClientTarget {

    private ClientTarget() {}

    /** Serves until it is ended; the argument is whether it speaks TLS. Prints the port. */
    public static void main(String[] args) throws Exception {
        ServerOptions options = ServerOptions.DEFAULTS;
        if (Boolean.parseBoolean(args[0])) {
            var tls = TlsServer.of(DevelopmentCertificate.create().identity());
            options = options.wrap(tls::secure);
        }
        var server = new HttpServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                (_, response) -> {
                    response.type(Hello.TYPE);
                    response.send(Hello.TEXT);
                },
                HttpOptions.DEFAULTS.log(AccessLog.NONE),
                options);
        Jevent.run(() -> {
            server.start();
            System.out.println(server.port());
            server.serveForever();
            return true;
        });
    }
}
