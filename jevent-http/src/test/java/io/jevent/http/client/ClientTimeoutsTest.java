// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import static io.jevent.http.client.ClientHub.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.event.Event;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import io.jevent.server.StreamServer;
import io.jevent.tls.TlsClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The limits of a call, in virtual time: none of these tests takes long. */
class ClientTimeoutsTest {

    private static void withPeer(ClientHub.Peer peer, ClientHub.Body body) throws Exception {
        try (var hub = Hub.open(new VirtualTimeLoop())) {
            Jevent.run(() -> {
                try (var server = new StreamServer("127.0.0.1:0", socket -> {
                    try {
                        peer.serve(socket);
                    } catch (IOException _) {
                        // the client has left
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                })) {
                    server.start();
                    body.run("http://127.0.0.1:" + server.port());
                }
                assertThat(hub).isNotNull();
                return null;
            });
        }
    }

    private static void assertThatTimeEnds(ClientOptions options, ClientHub.Peer peer, long seconds, String words)
            throws Exception {
        withPeer(peer, address -> {
            long begun = Hub.current().now();
            var client = HubHttpClient.of(options);
            HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
            assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString()))
                    .isInstanceOf(HttpTimeoutException.class)
                    .hasMessageContaining(words);
            assertThat(Duration.ofNanos(Hub.current().now() - begun)).isBetween(seconds(seconds), seconds(seconds + 1));
            assertThat(client.openConnections()).isZero();
        });
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static void forever() {
        new Event().await();
    }

    @Test
    void theHeadIsLate() throws Exception {
        ClientHub.Peer silent = socket -> {
            head(socket);
            forever();
        };
        assertThatTimeEnds(ClientOptions.DEFAULTS, silent, 60, "waiting for the response");
        assertThatTimeEnds(ClientOptions.DEFAULTS.responseTimeout(seconds(7)), silent, 7, "PT7S");
        assertThatTimeEnds(ClientOptions.DEFAULTS.callTimeout(seconds(8)), silent, 8, "the call took longer than PT8S");
    }

    @Test
    void theBodyIsLate() throws Exception {
        ClientHub.Peer half = socket -> {
            head(socket);
            socket.sendAll("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf".getBytes(StandardCharsets.US_ASCII));
            forever();
        };
        assertThatTimeEnds(ClientOptions.DEFAULTS.readTimeout(seconds(5)), half, 5, "waiting for the body");
        assertThatTimeEnds(ClientOptions.DEFAULTS.callTimeout(seconds(8)), half, 8, "the call took longer than PT8S");
    }

    @Test
    void aBodyThatDripsIsEndedByTheLimitOfTheCall() throws Exception {
        assertThatTimeEnds(
                ClientOptions.DEFAULTS.callTimeout(seconds(100)),
                socket -> {
                    head(socket);
                    socket.sendAll(
                            "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    while (true) {
                        Jevent.sleep(seconds(3));
                        socket.sendAll("x".getBytes(StandardCharsets.US_ASCII));
                    }
                },
                100,
                "the call took longer");
    }

    @Test
    void theRequestsOwnLimitEndsAtTheHead() throws Exception {
        withPeer(
                socket -> {
                    head(socket);
                    Jevent.sleep(seconds(2));
                    socket.sendAll("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    Jevent.sleep(seconds(10));
                    socket.sendAll("late".getBytes(StandardCharsets.US_ASCII));
                    head(socket);
                    forever();
                },
                address -> {
                    var client = HubHttpClient.newHttpClient();
                    HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                            .timeout(seconds(5))
                            .build();
                    assertThat(client.send(request, BodyHandlers.ofString()).body())
                            .isEqualTo("late");
                    assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString()))
                            .isInstanceOf(HttpTimeoutException.class)
                            .hasMessageContaining("request timed out: no response within PT5S");
                });
    }

    @Test
    void theTlsHandshakeIsLate() throws Exception {
        withPeer(_ -> forever(), address -> {
            var client = HubHttpClient.of(
                    ClientOptions.DEFAULTS.tls(TlsClient.create()).tlsTimeout(seconds(3)));
            HttpRequest request = HttpRequest.newBuilder(URI.create(address.replace("http:", "https:")))
                    .build();
            assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString()))
                    .isInstanceOf(HttpConnectTimeoutException.class)
                    .hasMessageContaining("TLS handshake");
            assertThat(client.openConnections()).isZero();
        });
    }

    @Test
    void aTimeoutOfTheCallerEndsTheCall() throws Exception {
        withPeer(
                socket -> {
                    head(socket);
                    forever();
                },
                address -> {
                    var client = HubHttpClient.newHttpClient();
                    HttpRequest request =
                            HttpRequest.newBuilder(URI.create(address)).build();
                    assertThatThrownBy(() ->
                                    Jevent.withTimeout(seconds(2), () -> client.send(request, BodyHandlers.ofString())))
                            .isInstanceOf(Timeout.class);
                    assertThat(client.openConnections()).isZero();
                });
    }

    @Test
    void anIdleConnectionIsClosed() throws Exception {
        var closed = new Event();
        withPeer(
                socket -> {
                    head(socket);
                    socket.sendAll(
                            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII));
                    assertThat(socket.recv(1)).isEmpty();
                    closed.set();
                },
                address -> {
                    var client = HubHttpClient.newHttpClient();
                    HttpRequest request =
                            HttpRequest.newBuilder(URI.create(address)).build();
                    assertThat(client.send(request, BodyHandlers.ofString()).body())
                            .isEqualTo("ok");
                    assertThat(client.openConnections()).isOne();
                    Jevent.sleep(seconds(29));
                    assertThat(client.openConnections()).isOne();
                    Jevent.sleep(seconds(2));
                    assertThat(client.openConnections()).isZero();
                    closed.await();
                });
    }
}
