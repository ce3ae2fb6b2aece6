// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.server.ServerOptions;
import io.jevent.socket.Addresses;
import io.jevent.tls.DevelopmentCertificate;
import io.jevent.tls.TlsServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** Java's HTTP client and the server, in HTTP/2 over TLS. */
class Http2ClientTest {

    private static final int REQUESTS = 80;

    @Test
    void manyRequestsWithBodiesShareAConnection() throws Exception {
        var certificate = DevelopmentCertificate.create();
        TlsServer tls = TlsServer.of(certificate.identity());
        Jevent.run(() -> {
            try (var server = new HttpServer(
                    Addresses.parse("127.0.0.1:0"),
                    (request, response) -> response.send(request.protocol() + " " + request.bytes().length),
                    HttpOptions.DEFAULTS.log(AccessLog.NONE),
                    ServerOptions.DEFAULTS.wrap(tls::secure))) {
                server.start();
                try (HttpClient client = HttpClient.newBuilder()
                        .sslContext(trusting(certificate))
                        .build()) {
                    ask(client, URI.create("https://localhost:" + server.port() + "/"));
                }
            }
            return null;
        });
    }

    private static void ask(HttpClient client, URI uri) {
        var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        for (int i = 0; i < REQUESTS; i++) {
            var request = HttpRequest.newBuilder(uri)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[i * 1000]))
                    .build();
            answers.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
        }
        for (int i = 0; i < REQUESTS; i++) {
            HttpResponse<String> answer = Jevent.await(answers.get(i));
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.body()).isEqualTo("HTTP/2.0 " + i * 1000);
        }
    }

    private static SSLContext trusting(DevelopmentCertificate certificate)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("own", certificate.certificate());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
