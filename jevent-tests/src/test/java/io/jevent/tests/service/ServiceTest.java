// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.tests.programs.RedisServer;
import io.jevent.tests.programs.ServerProcess;
import io.jevent.tls.DevelopmentCertificate;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("realtime")
class ServiceTest {

    private static final String ADA = "{\"name\": \"ada\", \"password\": \"correct horse\"}";

    private static SSLContext trusting(DevelopmentCertificate certificate)
            throws IOException, GeneralSecurityException {
        var known = KeyStore.getInstance(KeyStore.getDefaultType());
        known.load(null, null);
        known.setCertificateEntry("server", certificate.certificate());
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(known);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    /** A browser: it keeps its cookies. */
    private record Browser(HttpClient client, URI service) implements AutoCloseable {

        static Browser of(DevelopmentCertificate certificate, URI service)
                throws IOException, GeneralSecurityException {
            return new Browser(
                    HttpClient.newBuilder()
                            .cookieHandler(new CookieManager())
                            .sslContext(trusting(certificate))
                            .build(),
                    service);
        }

        String get(String path) throws IOException, InterruptedException {
            return send(HttpRequest.newBuilder(service.resolve(path)));
        }

        String post(String path, String json) throws IOException, InterruptedException {
            return send(HttpRequest.newBuilder(service.resolve(path)).POST(BodyPublishers.ofString(json)));
        }

        private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
            assertThat(response.headers().firstValue("Strict-Transport-Security"))
                    .isPresent();
            return response.statusCode() + " " + response.body();
        }

        @Override
        public void close() {
            client.close();
        }
    }

    private static ServerProcess service(RedisServer redis, DevelopmentCertificate certificate, Path folder)
            throws IOException {
        Path chain = folder.resolve("service.pem");
        Path key = folder.resolve("service-key.pem");
        certificate.writeTo(chain, key);
        return ServerProcess.example(
                "service",
                "NOTES_ADDRESS=127.0.0.1:0",
                "NOTES_REDIS=" + redis.uri(),
                "NOTES_CERTIFICATE=" + chain,
                "NOTES_KEY=" + key,
                "NOTES_SESSION_KEY=0123456789abcdef0123456789abcdef");
    }

    @Test
    void aUserRegistersLogsInAndWritesNotes(@TempDir Path folder) throws Exception {
        var certificate = DevelopmentCertificate.create();
        try (var redis = RedisServer.start(folder);
                var service = service(redis, certificate, folder);
                var ada = Browser.of(certificate, service.uri());
                var stranger = Browser.of(certificate, service.uri())) {
            assertThat(ada.get("/health")).isEqualTo("200 {\"storage\":true}");
            assertThat(ada.get("/notes")).isEqualTo("401 {\"status\":401,\"error\":\"log in first\"}");
            assertThat(ada.post("/users", ADA)).isEqualTo("201 {\"user\":\"ada\"}");
            assertThat(ada.post("/users", ADA)).startsWith("409 ");
            assertThat(ada.post("/login", ADA.replace("horse", "house"))).startsWith("401 ");
            assertThat(ada.post("/login", ADA.replace("ada", "bob"))).startsWith("401 ");
            assertThat(ada.post("/login", ADA)).isEqualTo("200 {\"user\":\"ada\"}");
            assertThat(ada.post("/notes", "{\"text\": \"buy milk\"}")).isEqualTo("201 {\"notes\":1}");
            assertThat(ada.get("/notes")).isEqualTo("200 [\"buy milk\"]");
            assertThat(stranger.get("/notes")).startsWith("401 ");
            assertThat(ada.post("/logout", "")).isEqualTo("200 {}");
            assertThat(ada.get("/notes")).startsWith("401 ");
        }
    }

    @Test
    void everyErrorIsJsonWithItsStatus(@TempDir Path folder) throws Exception {
        var certificate = DevelopmentCertificate.create();
        try (var redis = RedisServer.start(folder);
                var service = service(redis, certificate, folder);
                var ada = Browser.of(certificate, service.uri())) {
            assertThat(ada.get("/nowhere")).startsWith("404 {\"status\":404,");
            assertThat(ada.get("/login")).startsWith("405 {\"status\":405,");
            assertThat(ada.post("/login", "{")).startsWith("400 {\"status\":400,");
            assertThat(ada.post("/login", "")).startsWith("400 ");
            assertThat(ada.post("/users", "{}")).startsWith("422 ");
            assertThat(ada.post("/users", ADA.replace("ada", "a:b"))).startsWith("422 ");
            assertThat(ada.post("/login", " ".repeat(100_000))).startsWith("413 {\"status\":413,");
        }
    }

    @Test
    void withoutItsStorageTheServiceIsUnhealthyAndRecovers(@TempDir Path folder) throws Exception {
        var certificate = DevelopmentCertificate.create();
        try (var redis = RedisServer.start(folder);
                var service = service(redis, certificate, folder);
                var ada = Browser.of(certificate, service.uri())) {
            assertThat(ada.post("/users", ADA)).startsWith("201 ");
            redis.stop();
            assertThat(ada.get("/health")).isEqualTo("503 {\"storage\":false}");
            assertThat(ada.post("/login", ADA)).startsWith("503 {\"status\":503,");
            redis.restart();
            assertThat(ada.get("/health")).isEqualTo("200 {\"storage\":true}");
            assertThat(ada.post("/users", ADA)).startsWith("201 ");
        }
    }
}
