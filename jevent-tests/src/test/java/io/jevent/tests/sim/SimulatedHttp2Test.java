// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.Request;
import io.jevent.http.Response;
import io.jevent.http.client.ClientOptions;
import io.jevent.http.client.Http;
import io.jevent.http.client.HubHttpClient;
import io.jevent.server.ServerOptions;
import io.jevent.sim.Faults;
import io.jevent.sim.Sim;
import io.jevent.sim.Simulation;
import io.jevent.socket.Addresses;
import io.jevent.tls.DevelopmentCertificate;
import io.jevent.tls.TlsClient;
import io.jevent.tls.TlsServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** HTTP/2, with TLS and without, over a simulated network: jevent's server with jevent's client and the JDK's. */
class SimulatedHttp2Test {

    private static final int SCHEDULES = 60;
    private static final int CALLS = 3;
    private static final HttpOptions QUIET = HttpOptions.DEFAULTS.log(AccessLog.NONE);

    private int right;
    private int failed;

    private static void respond(Request request, Response response) throws IOException {
        Jevent.sleep(Duration.ofMillis(5));
        response.send(request.protocol() + " " + request.path() + " " + "x".repeat(100_000));
    }

    private static void assertRight(String body, int number) {
        assertThat(body).hasSize("HTTP/2.0 /n ".length() + 100_000).startsWith("HTTP/2.0 /" + number + " xxx");
    }

    private static void serve(Sim sim, ServerOptions options) {
        var _ = sim.node(
                "server",
                "10.0.0.1",
                _ -> new HttpServer(Addresses.parse("0.0.0.0:443"), SimulatedHttp2Test::respond, QUIET, options)
                        .serveForever());
        Jevent.sleep(Duration.ofMillis(1));
    }

    private static ServerOptions secured(DevelopmentCertificate certificate) {
        return ServerOptions.DEFAULTS.wrap(TlsServer.of(certificate.identity())::secure);
    }

    private static Simulation simulation() {
        return Simulation.named("http2").schedules(SCHEDULES).start(Instant.now()); // when the certificate is valid
    }

    /** Makes the calls at the same time, on one connection if the client shares them. */
    private static void atOnce(Sim sim, Callable<HubHttpClient> makes, String address) throws Exception {
        Greenlet<?> client = sim.client(() -> {
            HubHttpClient http = makes.call();
            List<Greenlet<String>> calls = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                String uri = address + "/" + i;
                calls.add(Jevent.spawn(() -> Http.with(http).call("GET", uri).text()));
            }
            for (int i = 0; i < CALLS; i++) {
                assertRight(calls.get(i).get(), i);
            }
            assertThat(http.openConnections()).isOne();
            return true;
        });
        var _ = client.get();
    }

    @Test
    void callsWithPriorKnowledgeShareAConnection() {
        var _ = simulation().run(sim -> {
            serve(sim, ServerOptions.DEFAULTS);
            atOnce(sim, () -> HubHttpClient.of(ClientOptions.DEFAULTS.http2PriorKnowledge(true)), "http://server:443");
        });
    }

    @Test
    void tlsChoosesHttp2() throws Exception {
        DevelopmentCertificate certificate = DevelopmentCertificate.create(List.of("server"));
        var _ = simulation().run(sim -> {
            serve(sim, secured(certificate));
            var tls = TlsClient.builder().trust(certificate.trust()).build();
            Greenlet<?> client = sim.client(() -> {
                HubHttpClient http = HubHttpClient.of(ClientOptions.DEFAULTS.tls(tls));
                for (int i = 0; i < CALLS; i++) {
                    assertRight(
                            Http.with(http).call("GET", "https://server/" + i).text(), i);
                }
                assertThat(http.openConnections()).isOne();
                return true;
            });
            var _ = client.get();
        });
    }

    /** With faults of the network and crashes of the server, each response is right or the call fails. */
    @Test
    void faultsEndCallsButNeverDamageThem() throws Exception {
        DevelopmentCertificate certificate = DevelopmentCertificate.create(List.of("server"));
        var _ = simulation()
                .faults(Faults.NETWORK, Faults.CRASHES, Faults.PAUSES)
                .run(sim -> {
                    serve(sim, secured(certificate));
                    var tls = TlsClient.builder().trust(certificate.trust()).build();
                    Greenlet<?> client = sim.client(() -> {
                        HubHttpClient http =
                                HubHttpClient.of(ClientOptions.DEFAULTS.tls(tls).callTimeout(Duration.ofSeconds(20)));
                        List<Greenlet<?>> calls = new ArrayList<>();
                        for (int i = 0; i < CALLS; i++) {
                            int number = i;
                            calls.add(Jevent.spawn(() -> callOnce(http, number)));
                        }
                        Jevent.joinAllOrThrow(calls);
                        return true;
                    });
                    var _ = client.get();
                });
        assertThat(right).isGreaterThan(SCHEDULES);
        assertThat(failed).isPositive();
    }

    private void callOnce(HubHttpClient http, int number) {
        String body;
        try {
            body = Http.with(http).call("GET", "https://server/" + number).text();
        } catch (IOException _) {
            failed++;
            return;
        }
        assertRight(body, number);
        right++;
    }

    @Test
    void theClientOfTheJdkSpeaksHttp2WithTls() throws Exception {
        DevelopmentCertificate certificate = DevelopmentCertificate.create(List.of("server"));
        var _ = simulation().schedules(SCHEDULES / 2).run(sim -> {
            serve(sim, secured(certificate));
            Greenlet<?> client = sim.client(() -> {
                try (var http = HttpClient.newBuilder()
                        .version(Version.HTTP_2)
                        .sslContext(trusting(certificate))
                        .build()) {
                    for (int i = 0; i < CALLS; i++) {
                        HttpRequest request = HttpRequest.newBuilder(URI.create("https://server/" + i))
                                .build();
                        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
                        assertThat(response.version()).isEqualTo(Version.HTTP_2);
                        assertRight(response.body(), i);
                    }
                    http.shutdownNow();
                }
                return true;
            });
            var _ = client.get();
        });
    }

    private static SSLContext trusting(DevelopmentCertificate certificate)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("own", certificate.certificate());
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}
