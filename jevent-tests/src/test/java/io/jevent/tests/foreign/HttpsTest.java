// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.Request;
import io.jevent.http.Response;
import io.jevent.server.ServerOptions;
import io.jevent.socket.Addresses;
import io.jevent.socket.StreamSocket;
import io.jevent.tests.examples.Clients;
import io.jevent.tls.DevelopmentCertificate;
import io.jevent.tls.TlsServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP server behind TLS, asked by what others wrote: the JDK's client and curl. */
class HttpsTest {

    private static final String BODY = "0123456789".repeat(30_000);

    /** A use of the server's address. */
    @FunctionalInterface
    private interface Visit {
        void to(String uri) throws Exception;
    }

    private static void echo(Request request, Response response) throws IOException {
        byte[] body = request.bytes();
        response.header("X-Scheme", request.isSecure() ? "https" : "http");
        for (int i = 0; i < body.length; i += 10_000) {
            response.write(body, i, Math.min(10_000, body.length - i));
        }
    }

    private static void serving(DevelopmentCertificate certificate, Visit visit) throws Exception {
        TlsServer tls = TlsServer.of(certificate.identity());
        Jevent.run(() -> {
            try (var server = new HttpServer(
                    Addresses.parse("127.0.0.1:0"),
                    HttpsTest::echo,
                    HttpOptions.DEFAULTS.log(AccessLog.NONE),
                    ServerOptions.DEFAULTS.wrap(tls::secure))) {
                server.start();
                visit.to("https://localhost:" + server.port() + "/");
            }
            return null;
        });
    }

    private static SSLContext trusting(DevelopmentCertificate certificate) throws Exception {
        var known = KeyStore.getInstance(KeyStore.getDefaultType());
        known.load(null, null);
        known.setCertificateEntry("server", certificate.certificate());
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(known);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private static HttpRequest post(String uri) {
        return HttpRequest.newBuilder(URI.create(uri))
                .POST(BodyPublishers.ofString(BODY))
                .build();
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void theJdksClientTalksToTheServer(HttpClient.Version version) throws Exception {
        var certificate = DevelopmentCertificate.create();
        try (var client = HttpClient.newBuilder()
                .version(version)
                .sslContext(trusting(certificate))
                .build()) {
            serving(certificate, uri -> {
                for (int i = 0; i < 3; i++) {
                    HttpResponse<String> answer = client.send(post(uri), BodyHandlers.ofString());
                    assertThat(answer.body()).isEqualTo(BODY);
                    assertThat(answer.headers().firstValue("X-Scheme")).contains("https");
                    assertThat(answer.version()).isEqualTo(version);
                }
            });
        }
    }

    @Test
    void aClientThatDoesNotKnowTheCertificateLeavesAndOthersAreServed() throws Exception {
        var certificate = DevelopmentCertificate.create();
        try (var stranger = HttpClient.newHttpClient();
                var client = HttpClient.newBuilder()
                        .sslContext(trusting(certificate))
                        .build()) {
            serving(certificate, uri -> {
                assertThatThrownBy(() -> stranger.send(post(uri), BodyHandlers.ofString()))
                        .isInstanceOf(SSLException.class);
                assertThat(client.send(post(uri), BodyHandlers.ofString()).body())
                        .isEqualTo(BODY);
            });
        }
    }

    @Test
    void clientsThatVanishInTheHandshakeOrSpeakNoTlsDoNotKeepOthersWaiting() throws Exception {
        var certificate = DevelopmentCertificate.create();
        byte[] beginningOfHello = {22, 3, 1, 0, (byte) 200, 1, 0};
        byte[] plain = "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (var client =
                HttpClient.newBuilder().sslContext(trusting(certificate)).build()) {
            serving(certificate, uri -> {
                var address = Addresses.parse("127.0.0.1:" + URI.create(uri).getPort());
                var waiting = new ArrayList<StreamSocket>();
                for (int i = 0; i < 100; i++) {
                    var socket = StreamSocket.connect(address);
                    socket.sendAll(i % 2 == 0 ? beginningOfHello : plain);
                    if (i % 3 == 0) {
                        socket.close();
                    } else {
                        waiting.add(socket);
                    }
                }
                assertThat(client.send(post(uri), BodyHandlers.ofString()).body())
                        .isEqualTo(BODY);
                waiting.forEach(StreamSocket::close);
                assertThat(client.send(post(uri), BodyHandlers.ofString()).body())
                        .isEqualTo(BODY);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1", "2"})
    void curlTalksToTheServer(String version, @TempDir Path folder) throws Exception {
        var certificate = DevelopmentCertificate.create();
        var known = Files.writeString(folder.resolve("server.pem"), certificate.certificatePem());
        var body = Files.writeString(folder.resolve("body"), BODY);
        serving(certificate, uri -> {
            String said = Clients.run(
                    "",
                    "curl",
                    "-s",
                    "--http" + version,
                    "--cacert",
                    known.toString(),
                    "--data-binary",
                    "@" + body,
                    "-w",
                    "|%{http_version} %{num_connects} %{ssl_verify_result};",
                    uri,
                    uri);
            assertThat(said).isEqualTo(BODY + "|" + version + " 1 0;" + BODY + "|" + version + " 0 0;");
            assertThat(Clients.run("", "curl", "-s", "-w", "%{exitcode}", uri)).isEqualTo("60");
        });
    }
}
