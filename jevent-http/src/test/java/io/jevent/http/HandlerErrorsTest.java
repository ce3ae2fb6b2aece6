// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import io.jevent.hub.Hub;
import io.jevent.server.BaseServer;
import io.jevent.server.ServerOptions;
import io.jevent.server.StreamServer;
import io.jevent.socket.Addresses;
import io.jevent.socket.StreamSocket;
import io.jevent.websocket.WebSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Errors of handlers, with the default handling of failures of the hub. */
class HandlerErrorsTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    static List<Supplier<Error>> errors() {
        return List.of(
                HandlerErrorsTest::tooLargeAnArray,
                () -> new OutOfMemoryError("Java heap space"),
                HandlerErrorsTest::tooDeepARecursion,
                () -> new NoClassDefFoundError("x"),
                () -> new AssertionError("x"),
                () -> new InternalError("x"));
    }

    private static Error tooLargeAnArray() {
        try {
            return new AssertionError(new long[Integer.MAX_VALUE].length);
        } catch (OutOfMemoryError e) {
            return e;
        }
    }

    private static Error tooDeepARecursion() {
        try {
            return new AssertionError(depth(0));
        } catch (StackOverflowError e) {
            return e;
        }
    }

    private static int depth(int n) {
        return n < 0 ? 0 : depth(n + 1) + 1; // never ends in practice
    }

    @FunctionalInterface
    private interface Talk {
        void with(BaseServer server) throws Exception;
    }

    /** Runs a server and a client; returns the output of the hub. */
    private static String run(BaseServer server, Talk talk) throws Exception {
        var printed = new ByteArrayOutputStream();
        try (Hub hub = Hub.current()) {
            hub.setErrorStream(new PrintStream(printed, true, StandardCharsets.UTF_8));
            Jevent.run(() -> {
                server.start();
                try (server) {
                    talk.with(server);
                }
                return null;
            });
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static String ask(BaseServer server, String request) throws IOException {
        try (StreamSocket socket = StreamSocket.connect(server.address())) {
            socket.sendAll(request.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            return new String(socket.inputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorFailsTheRequestAndTheServerLives(Supplier<Error> error) throws Exception {
        var seen = new ArrayList<Class<?>>();
        var server = new HttpServer(
                "127.0.0.1:0",
                new Routes()
                        .get("/", (request, response) -> throwError(error, seen))
                        .get("/ok", (request, response) -> response.send("fine")),
                HttpOptions.DEFAULTS.log(AccessLog.NONE));
        String printed = run(server, _ -> {
            assertThat(ask(server, GET)).startsWith("HTTP/1.1 500 ");
            assertThat(ask(server, "GET /ok HTTP/1.1\r\nHost: a\r\n\r\n")).endsWith("fine");
        });
        assertThat(printed).contains(seen.getFirst().getName()).contains("throwError");
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorEndsAConnectionOfAStreamServerAndTheServerLives(Supplier<Error> error) throws Exception {
        for (ServerOptions options :
                List.of(ServerOptions.DEFAULTS, ServerOptions.DEFAULTS.raw(), ServerOptions.DEFAULTS.inline())) {
            var seen = new ArrayList<Class<?>>();
            var server = new StreamServer("127.0.0.1:0", socket -> throwError(error, seen), options);
            String printed = run(server, _ -> {
                assertThat(ask(server, "")).isEmpty();
                assertThat(ask(server, "")).isEmpty();
            });
            assertThat(seen).hasSize(2);
            assertThat(printed).contains(seen.getFirst().getName());
        }
    }

    @Test
    void anErrorOfAHandlerOfWebSocketsEndsItsConnectionOnly() throws Exception {
        var server = new HttpServer(
                "127.0.0.1:0",
                (request, response) -> {
                    WebSocket.accept(request, response);
                    throw new OutOfMemoryError("Java heap space");
                },
                HttpOptions.DEFAULTS.log(AccessLog.NONE));
        run(server, _ -> {
            for (int i = 0; i < 2; i++) {
                try (WebSocket socket = WebSocket.connect("ws://127.0.0.1:" + server.port() + "/")) {
                    assertThat(socket.receive()).isEmpty();
                    assertThat(socket.status().orElseThrow().code()).isEqualTo(1011);
                }
            }
        });
    }

    @Test
    void anErrorThatIsFatalByTheOptionsEndsTheProgramAfterTheResponse() {
        var server = new HttpServer(
                Addresses.parse("127.0.0.1:0"),
                (request, response) -> {
                    throw new OutOfMemoryError("Java heap space");
                },
                HttpOptions.DEFAULTS.log(AccessLog.NONE).fatalErrors(e -> e instanceof OutOfMemoryError),
                ServerOptions.DEFAULTS);
        assertThatThrownBy(() -> run(server, _ -> {
                    var _ = Jevent.spawn(() -> ask(server, GET));
                    server.serveForever();
                }))
                .hasMessageContaining("Java heap space");
        var stream = new StreamServer(
                "127.0.0.1:0",
                socket -> {
                    throw new OutOfMemoryError("Java heap space");
                },
                ServerOptions.DEFAULTS.hubs(2).fatalErrors(e -> e instanceof OutOfMemoryError));
        assertThatThrownBy(() -> run(stream, _ -> {
                    var _ = Jevent.spawn(() -> ask(stream, GET));
                    stream.serveForever();
                }))
                .hasMessageContaining("Java heap space");
    }

    private static void throwError(Supplier<Error> error, List<Class<?>> seen) {
        Error e = error.get();
        seen.add(e.getClass());
        e.setStackTrace(new Throwable().getStackTrace());
        throw e;
    }
}
