// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.http.FrameWire;
import io.jevent.http.Site;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of HTTP/2 that would be two requests, or another one, when a proxy sends them on in HTTP/1.1. */
class DowngradeTest {

    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

    /** A request: its fields after those of a plain POST, and its body; a body of null ends it with its head. */
    record Attack(String name, String block, String body) {

        static Attack fields(String name, String body, String... fields) {
            return new Attack(name, latin1(FrameWire.request("POST", "/", fields)), body);
        }

        static Attack pseudo(String name, String method, String path, String authority) {
            byte[] block =
                    FrameWire.block(":method", method, ":scheme", "http", ":path", path, ":authority", authority);
            return new Attack(name, latin1(block), "");
        }

        private static String latin1(byte[] block) {
            return new String(block, StandardCharsets.ISO_8859_1);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Attack> attacks() {
        return List.of(
                Attack.fields("a length that is too small", SMUGGLED, "content-length", "0"),
                Attack.fields("a length that is too large", "abc", "content-length", "40"),
                Attack.fields("two lengths", SMUGGLED, "content-length", "0", "content-length", "" + SMUGGLED.length()),
                Attack.fields("a length with a sign", "abc", "content-length", "+3"),
                Attack.fields("a list of lengths", "abc", "content-length", "3, 4"),
                Attack.fields("a transfer coding", "0\r\n\r\n" + SMUGGLED, "transfer-encoding", "chunked"),
                Attack.fields("a connection field", SMUGGLED, "connection", "content-length"),
                Attack.fields("an upgrade", SMUGGLED, "upgrade", "h2c"),
                Attack.fields("a line break in a value", "", "x-a", "b\r\n\r\n" + SMUGGLED),
                Attack.fields("a line feed in a value", "", "x-a", "b\ntransfer-encoding: chunked"),
                Attack.fields("a null in a value", "", "x-a", "b\0c"),
                Attack.fields("a line break in a name", "", "x-a: b\r\ntransfer-encoding", "chunked"),
                Attack.fields("a colon in a name", "", "transfer-encoding:chunked", ""),
                Attack.fields("a space in a name", "", "transfer-encoding ", "chunked"),
                Attack.fields("capitals in a name", "", "Transfer-Encoding", "chunked"),
                Attack.pseudo("a request in the method", SMUGGLED + "GET", "/", "a"),
                Attack.pseudo("a space in the method", "GET /smuggled HTTP/1.1", "/", "a"),
                Attack.pseudo("a request in the path", "GET", "/ HTTP/1.1\r\nHost: a\r\n\r\n" + SMUGGLED, "a"),
                Attack.pseudo("a space in the path", "GET", "/ HTTP/1.0", "a"),
                Attack.pseudo("a line break in the authority", "GET", "/", "a\r\n\r\n" + SMUGGLED),
                Attack.pseudo("a path in the authority", "GET", "/", "a/smuggled?"));
    }

    /** A server that keeps all bytes it receives, and responds to each end of a head. */
    private static final class Back implements AutoCloseable {

        final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        final BlockingQueue<String> connections = new LinkedBlockingQueue<>();
        final List<Socket> open = new ArrayList<>();

        Back() throws IOException {
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    while (true) {
                        Socket socket = listener.accept();
                        synchronized (open) {
                            open.add(socket);
                        }
                        Thread.ofPlatform().daemon().start(() -> serve(socket));
                    }
                } catch (IOException _) {
                    // it is closed
                }
            });
        }

        private void serve(Socket socket) {
            var received = new StringBuilder();
            try (socket) {
                byte[] some = new byte[10_000];
                for (int n = socket.getInputStream().read(some);
                        n > 0;
                        n = socket.getInputStream().read(some)) {
                    received.append(new String(some, 0, n, StandardCharsets.ISO_8859_1));
                    if (received.toString().contains("\r\n\r\n")) {
                        socket.getOutputStream()
                                .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
                                        .getBytes(StandardCharsets.US_ASCII));
                        socket.shutdownOutput();
                    }
                }
            } catch (IOException _) {
                // the proxy has left
            }
            connections.add(received.toString());
        }

        String uri() {
            return "http://127.0.0.1:" + listener.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            listener.close();
            synchronized (open) {
                for (Socket socket : open) {
                    socket.close();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void noSecondRequestArrives(Attack attack) throws Exception {
        try (var back = new Back();
                Site front = Site.of(ReverseProxy.to(back.uri()))) {
            String outcome;
            try (var wire = FrameWire.to(front.port())) {
                wire.headers(1, attack.body().isEmpty(), attack.block().getBytes(StandardCharsets.ISO_8859_1));
                if (!attack.body().isEmpty()) {
                    wire.data(1, true, attack.body());
                }
                outcome = wire.response(1);
            } catch (IOException e) { // the whole connection was ended
                outcome = "[" + e.getMessage() + "]";
            }
            try (var wire = FrameWire.to(front.port())) {
                assertThat(wire.get(1, "/last").response(1)).isEqualTo("200 ok");
            }
            var received = new ArrayList<String>();
            do {
                received.add(back.connections.poll(20, TimeUnit.SECONDS));
            } while (!received.getLast().startsWith("GET /last HTTP/1.1\r\n"));
            received.removeLast();
            assertThat(outcome).as("nothing of it was sent on").matches("(?s)400 .*|\\[.*|.*\\[RST_STREAM .*\\]");
            for (String bytes : received) { // a head whose body turned out to be wrong later
                assertThat(bytes).startsWith("POST / HTTP/1.1\r\n");
                String head = bytes.substring(0, Math.max(0, bytes.indexOf("\r\n\r\n")));
                List<String> names = Arrays.stream(head.split("\r\n"))
                        .map(line -> line.toLowerCase(Locale.ROOT))
                        .filter(line -> line.startsWith("content-length:") || line.startsWith("transfer-encoding:"))
                        .toList();
                assertThat(names).hasSizeLessThanOrEqualTo(1);
                assertThat(bytes).doesNotContain("GET /smuggled");
            }
            assertThat(front.failures).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"35", "35, 35"})
    void aBodyIsFramedAgain(String length) throws Exception {
        try (var back = new Back();
                Site front = Site.of(ReverseProxy.to(back.uri()));
                var wire = FrameWire.to(front.port())) {
            wire.post(1, "/", "content-length", length).data(1, true, SMUGGLED);
            assertThat(wire.response(1)).isEqualTo("200 ok");
            String bytes = back.connections.poll(20, TimeUnit.SECONDS);
            assertThat(bytes).contains("\r\nContent-Length: 35\r\n").endsWith("\r\n\r\n" + SMUGGLED);
        }
    }
}
