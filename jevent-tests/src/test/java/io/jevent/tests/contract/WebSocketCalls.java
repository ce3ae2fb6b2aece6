// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import io.jevent.Jevent;
import io.jevent.event.AsyncResult;
import io.jevent.event.Event;
import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.socket.StreamSocket;
import io.jevent.tests.contract.Scene.Trait;
import io.jevent.websocket.WebSocket;
import io.jevent.websocket.WebSocketOptions;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The blocking calls of {@code io.jevent.websocket}. */
final class WebSocketCalls {

    /** More than the system and both ends hold. */
    private static final int MUCH = 8_000_000;

    /** Some of the largest segments: with less, the system waits for real time before it sends a part of one. */
    private static final int WINDOW = 512 * 1024;

    private static final Duration LONG = Duration.ofSeconds(Long.MAX_VALUE);
    private static final String REQUEST = """
            GET / HTTP/1.1
            Host: a
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            Sec-WebSocket-Version: 13

            """;

    /** A text of one character, masked with zeros. */
    private static final byte[] TEXT = {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, 'x'};

    private WebSocketCalls() {}

    /** A call on a WebSocket. */
    @FunctionalInterface
    private interface Use {
        void of(WebSocket socket) throws IOException;
    }

    /** A call on a WebSocket with a limit. */
    @FunctionalInterface
    private interface LimitedUse {
        void of(WebSocket socket, Duration limit) throws IOException;
    }

    static List<BlockingCall> all() {
        return Stream.of(
                        new BlockingCall(
                                        "WebSocket.receive",
                                        _ -> receiving(WebSocket::receive, (socket, limit) -> socket.receive(limit)))
                                .covers(WebSocket.class, "receive()", "receive(Duration)"),
                        new BlockingCall("WebSocket.receiveText", _ -> receiving(WebSocket::receiveText, null))
                                .covers(WebSocket.class, "receiveText()"),
                        new BlockingCall(
                                        "WebSocket.send(text)",
                                        _ -> sending(s -> s.send("x"), (s, limit) -> s.send("x", limit)))
                                .covers(WebSocket.class, "send(String)", "send(String, Duration)"),
                        new BlockingCall(
                                        "WebSocket.send(bytes)",
                                        _ -> sending(
                                                s -> s.send(new byte[1]), (s, limit) -> s.send(new byte[1], limit)))
                                .covers(WebSocket.class, "send(byte[])", "send(byte[], Duration)"))
                .map(BlockingCall::withSockets)
                .toList();
    }

    /** The server's end of a connection, whose handler waits. */
    private record Visit(HttpServer server, StreamSocket client, WebSocket socket, Event over) {

        static Visit begin() throws IOException {
            var sockets = new AsyncResult<WebSocket>();
            var over = new Event();
            WebSocketOptions patient = WebSocketOptions.DEFAULTS
                    .withoutHeartbeat()
                    .stallTimeout(LONG)
                    .closeTimeout(Duration.ZERO);
            var server = new HttpServer(
                    "127.0.0.1:0",
                    (request, response) -> {
                        sockets.set(WebSocket.accept(request, response, patient));
                        over.await();
                    },
                    HttpOptions.DEFAULTS.log(AccessLog.NONE));
            server.start();
            StreamSocket client = StreamSocket.connect("127.0.0.1:" + server.port());
            client.setOption(StandardSocketOptions.SO_RCVBUF, WINDOW);
            client.sendAll(REQUEST.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
            return new Visit(server, client, sockets.result(), over);
        }

        void end() {
            socket.abort();
            over.set();
            client.close();
            var _ = server.stop(Duration.ZERO);
        }
    }

    private static Scene limited(Scene scene, Visit visit, @Nullable LimitedUse limited) {
        return limited == null ? scene : scene.limited(limit -> Scene.inTime(() -> limited.of(visit.socket(), limit)));
    }

    private static Scene receiving(Use use, @Nullable LimitedUse limited) throws IOException {
        Visit visit = Visit.begin();
        Scene scene = Scene.on(visit.socket())
                .block(() -> use.of(visit.socket()))
                .wake(() -> visit.client().sendAll(TEXT))
                .end(visit::end)
                .with(Trait.REMEMBERS);
        return limited(scene, visit, limited);
    }

    /** The peer reads nothing of what was sent before, until the wake-up. */
    private static Scene sending(Use use, @Nullable LimitedUse limited) throws IOException {
        Visit visit = Visit.begin();
        visit.socket().send(new byte[MUCH]);
        var reading = new Event();
        var _ = Jevent.spawn(() -> {
            reading.await();
            readAll(visit.client());
        });
        Scene scene = Scene.on(visit.socket())
                .block(() -> use.of(visit.socket()))
                .wake(reading::set)
                .end(() -> {
                    reading.set();
                    visit.end();
                })
                .with(Trait.SEVERAL_WAITS, Trait.OUTSIDE);
        return limited(scene, visit, limited);
    }

    private static void readAll(StreamSocket client) {
        var bytes = new byte[65536];
        try {
            while (client.read(bytes, 0, bytes.length) >= 0) {
                Jevent.sleep();
            }
        } catch (IOException _) {
            // the scene is over
        }
    }
}
