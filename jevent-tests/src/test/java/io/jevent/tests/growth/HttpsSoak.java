// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.growth;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.server.ServerOptions;
import io.jevent.socket.Addresses;
import io.jevent.tls.TlsIdentity;
import io.jevent.tls.TlsServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;

/** Requests of the JDK's HTTP client to a server of the same hub, over TLS. */
final class HttpsSoak {

    private HttpsSoak() {}

    static Operation.Once request(Operation.Closing closing, Path folder) throws Exception {
        TlsServer tls =
                TlsServer.of(TlsIdentity.ofPemFiles(folder.resolve("certificate.pem"), folder.resolve("key.pem")));
        var server = closing.add(new HttpServer(
                Addresses.parse("127.0.0.1:0"),
                (request, response) -> {
                    Jevent.sleep(Duration.ofMillis(1));
                    response.send(request.path());
                },
                HttpOptions.DEFAULTS.log(AccessLog.NONE),
                ServerOptions.DEFAULTS.wrap(tls::secure)));
        server.start();
        var client = closing.add(HttpClient.newBuilder()
                .sslContext(LibrariesSoak.trusting(folder))
                .build());
        Operation.Once once = number -> {
            var uri = URI.create("https://127.0.0.1:" + server.port() + "/" + number);
            assertThat(client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                            .body())
                    .isEqualTo("/" + number);
        };
        closing.add(() -> once.run(0));
        return once;
    }
}
