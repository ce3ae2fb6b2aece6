// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.claims;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.Request;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import io.jevent.queue.Queue;
import io.jevent.socket.StreamSocket;
import io.jevent.testing.TestHub;
import io.jevent.testing.VirtualTime;
import io.jevent.tests.examples.Example;
import io.jevent.websocket.WebSocket;
import io.jevent.wsgi.Pieces;
import io.jevent.wsgi.WebSocketHandler;
import io.jevent.wsgi.WsgiApplication;
import io.jevent.wsgi.WsgiServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Simple servers: WSGI, streaming, long polling, and a request in a greenlet-local. */
class WebClaimsTest {

    private static final HttpOptions QUIET = HttpOptions.DEFAULTS.log(AccessLog.NONE);
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    /** What a client does with a server. */
    @FunctionalInterface
    private interface Visit {
        void to(HttpServer server) throws Exception;
    }

    private static void serving(HttpServer server, Visit visit) throws Exception {
        try (server) {
            server.start();
            visit.to(server);
        }
    }

    private static void withApplication(WsgiApplication application, Visit visit) throws Exception {
        Jevent.run(() -> {
            serving(new WsgiServer("127.0.0.1:0", application, QUIET), visit);
            return null;
        });
    }

    private static StreamSocket asking(HttpServer server, String request) throws IOException {
        StreamSocket socket = StreamSocket.connect("127.0.0.1:" + server.port());
        socket.sendAll(request.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private static String answer(HttpServer server, String request) throws IOException {
        try (StreamSocket socket = asking(server, request)) {
            return new String(socket.inputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("L3, L4: the request in a greenlet-local: many at once keep apart")
    void theRequestIsInAGreenletLocal() throws Exception {
        Jevent.run(() -> {
            var hello = new HttpServer(
                    "127.0.0.1:0",
                    (request, response) -> {
                        Jevent.sleep(Duration.ofMillis(1));
                        response.send("Hello " + Request.current().remoteHost() + " "
                                + Request.current().path());
                    },
                    QUIET);
            serving(hello, server -> {
                var clients = IntStream.range(0, 20)
                        .mapToObj(i -> Jevent.spawn(() -> answer(server, GET.replace("/ ", "/" + i + " "))))
                        .toList();
                for (int i = 0; i < 20; i++) {
                    assertThat(clients.get(i).result()).endsWith("Hello 127.0.0.1 /" + i);
                }
            });
            return null;
        });
        assertThat(Example.named("request-local").program().run().out()).endsWith("Hello 127.0.0.1\n");
    }

    @Test
    @DisplayName("W1, W2, W3, W4: there is one server, which can stream")
    void thereIsOneServer() {
        assertThat(HttpServer.class).isAssignableFrom(WsgiServer.class);
    }

    @Test
    @DisplayName("W5, W6, W7: pieces leave one by one as chunks; a list goes with its length")
    void piecesLeaveOneByOne() throws Exception {
        var go = new Queue<String>();
        withApplication(
                (environ, start) -> {
                    start.start("200 OK", List.of(entry("Content-Type", "text/html")));
                    return Pieces.ofTexts(Stream.of("<p>Hello", "", "World</p>")
                            .map(piece -> piece.startsWith("World") ? piece + go.get() : piece));
                },
                server -> {
                    try (StreamSocket socket = asking(server, GET)) {
                        var heard = new StringBuilder();
                        while (heard.indexOf("<p>Hello\r\n") < 0) {
                            heard.append(new String(socket.recv(1000), StandardCharsets.ISO_8859_1));
                        }
                        assertThat(heard.toString())
                                .doesNotContain("Content-Length")
                                .endsWith("Transfer-Encoding: chunked\r\n\r\n8\r\n<p>Hello\r\n");
                        go.put("");
                        assertThat(new String(socket.inputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                                .isEqualTo("9\r\nWorld</p>\r\n0\r\n\r\n");
                    }
                });
        withApplication(
                (environ, start) -> {
                    start.start("200 OK", List.of());
                    return List.of(bytes("<p>Hello World</p>"));
                },
                server -> assertThat(answer(server, GET))
                        .contains("Content-Length: 18")
                        .doesNotContain("chunked"));
    }

    @Test
    @DisplayName("X1: a WebSocket gets random values each half second, in the environ of an application")
    void valuesComeThroughAWebSocket() throws Exception {
        try (var hub = TestHub.virtualTime(VirtualTimeLoop.withInput())) {
            hub.run(() -> {
                WsgiApplication application = (environ, _) -> {
                    var socket = (WebSocket) Objects.requireNonNull(environ.get("wsgi.websocket"));
                    for (int x = 0; socket.isOpen(); x++) {
                        socket.send("{\"x\": " + x + "}");
                        Jevent.sleep(Duration.ofMillis(500));
                    }
                    return List.of();
                };
                serving(new HttpServer("127.0.0.1:0", new WebSocketHandler(application), QUIET), server -> {
                    try (var socket = WebSocket.connect("ws://127.0.0.1:" + server.port() + "/")) {
                        long start = Hub.current().now();
                        for (int x = 0; x < 5; x++) {
                            assertThat(socket.receiveText()).contains("{\"x\": " + x + "}");
                        }
                        assertThat(Duration.ofNanos(Hub.current().now() - start))
                                .isEqualTo(Duration.ofSeconds(2));
                    }
                });
            });
        }
    }

    @Test
    @DisplayName("W8, W9: ten thousand requests, a hundred at a time, and none fails")
    void manyRequestsAreServed() throws Exception {
        withApplication(
                (environ, start) -> {
                    start.start("200 OK", List.of(entry("Content-Type", "text/html")));
                    return List.of(bytes("<p>Hello World</p>"));
                },
                server -> {
                    var clients = IntStream.range(0, 100)
                            .mapToObj(i -> Jevent.spawn(() -> {
                                for (int n = 0; n < 20; n++) {
                                    assertThat(answer(server, "GET / HTTP/1.0\r\n\r\n"))
                                            .endsWith("<p>Hello World</p>");
                                }
                                return true;
                            }))
                            .toList();
                    for (var client : clients) {
                        assertThat(client.result()).isTrue();
                    }
                });
    }

    @Test
    @DisplayName("Y1: a request that is held until there is something to tell, through empty times")
    void aRequestIsHeld() throws Exception {
        assertThat(Example.named("long-polling").program().run().took()).isEqualTo(Duration.ofSeconds(3));
        VirtualTime.run(_ -> {
            var data = new Queue<String>();
            assertThat(data.get(Duration.ofSeconds(5))).isEmpty();
            data.put("late");
            assertThat(Stream.generate(() -> data.get(Duration.ofSeconds(5)))
                            .flatMap(Optional::stream)
                            .iterator()
                            .next())
                    .isEqualTo("late");
        });
    }
}
