// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.bench.workload.Hello;
import io.jevent.tls.DevelopmentCertificate;
import io.jevent.tls.TlsProvider;
import io.jevent.tls.TlsServer;

/** The server of {@link HttpServer} by TLS of the JDK. */
public final class HttpsServer {

    private HttpsServer() {}

    /** Serves until the input ends; the argument is the number of hubs. */
    public static void main(String[] args) throws Exception {
        TlsServer tls = TlsServer.builder()
                .provider(TlsProvider.JDK)
                .identity(DevelopmentCertificate.create().identity())
                .build();
        HttpServer.serve(new io.jevent.http.HttpServer(
                HttpServer.address(),
                (request, response) -> response.type(Hello.TYPE).send(Hello.TEXT),
                HttpServer.OPTIONS,
                HttpServer.options(Integer.parseInt(args[0])).wrap(tls::secure)));
    }
}
