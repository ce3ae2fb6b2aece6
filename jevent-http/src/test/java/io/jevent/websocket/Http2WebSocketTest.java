// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.http.FrameWire;
import io.jevent.http.Handler;
import io.jevent.http.Routes;
import io.jevent.http.Site;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** WebSockets on streams of HTTP/2, RFC 8441. */
class Http2WebSocketTest {

    private static final int FIN_TEXT = 0x81;
    private static final int FIN_CLOSE = 0x88;

    private static final Handler ECHO = new Routes().get("/echo", (request, response) -> {
        try (WebSocket socket = WebSocket.accept(request, response)) {
            for (Message message : socket.messages()) {
                socket.send(((Message.Text) message).text());
            }
        }
    });

    private static FrameWire connect(FrameWire wire, int stream, String path, String... more) throws IOException {
        var block = new ByteArrayOutputStream();
        block.writeBytes(FrameWire.block(":method", "CONNECT", ":protocol", "websocket"));
        block.writeBytes(FrameWire.block(":scheme", "http", ":path", path, ":authority", "a"));
        block.writeBytes(FrameWire.block("sec-websocket-version", "13"));
        block.writeBytes(FrameWire.block(more));
        return wire.headers(stream, false, block.toByteArray());
    }

    private static byte[] text(String text) {
        return RawPeer.masked(FIN_TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads data of a stream until it has as many bytes as wanted; frames of WebSockets may be cut anywhere. */
    private static byte[] received(FrameWire wire, int stream, int count) throws IOException {
        var all = new ByteArrayOutputStream();
        while (all.size() < count) {
            all.writeBytes(wire.await(FrameWire.DATA, stream).payload());
        }
        return all.toByteArray();
    }

    @Test
    void theSettingsOfTheServerOfferIt() throws Exception {
        try (Site site = Site.of(ECHO);
                FrameWire wire = FrameWire.to(site.port())) {
            ByteBuffer settings = ByteBuffer.wrap(wire.await(FrameWire.SETTINGS).payload());
            boolean offered = false;
            while (settings.hasRemaining()) {
                int name = settings.getShort();
                int value = settings.getInt();
                offered |= name == 8 && value == 1;
            }
            assertThat(offered).isTrue();
        }
    }

    @Test
    void messagesGoBothWaysBesideOtherStreams() throws Exception {
        try (Site site = Site.of(ECHO);
                FrameWire wire = FrameWire.to(site.port())) {
            Http2Headers head = connect(wire, 1, "/echo").headersOf(1);
            assertThat(head.status()).hasToString("200");
            assertThat(head.get("sec-websocket-accept")).isNull();
            assertThat(head.get("content-length")).isNull();
            wire.frame(FrameWire.DATA, 0, 1, text("hello"));
            assertThat(received(wire, 1, 7)).asHexString().isEqualTo("810568656C6C6F");
            assertThat(wire.get(3, "/none").response(3)).startsWith("404");
            connect(wire, 5, "/echo").headersOf(5);
            wire.frame(FrameWire.DATA, 0, 5, text("five")).frame(FrameWire.DATA, 0, 1, text("one"));
            assertThat(received(wire, 5, 6)).asHexString().isEqualTo("810466697665");
            wire.frame(FrameWire.DATA, 0, 1, RawPeer.masked(FIN_CLOSE, new byte[] {3, (byte) 0xe8}));
            assertThat(wire.response(1)).isEqualTo("200 \u0081\u0005hello\u0081\u0003one\u0088\u0002\u0003\u00e8");
        }
    }

    @Test
    void aMessageOfAMegabyteCrossesTheWindows() throws Exception {
        String large = "0123456789".repeat(20_000);
        try (Site site = Site.of((request, response) -> {
                    try (WebSocket socket = WebSocket.accept(request, response)) {
                        socket.send(large);
                        assertThat(socket.receiveText()).contains("end");
                    }
                });
                FrameWire wire = FrameWire.to(site.port())) {
            wire.window(0, 10_000_000);
            connect(wire, 1, "/").window(1, 10_000_000).headersOf(1);
            received(wire, 1, large.length() + 10);
            wire.frame(FrameWire.DATA, 0, 1, text("end"));
            assertThat(wire.await(frame -> frame.stream() == 1 && frame.type() == FrameWire.DATA)
                            .payload())
                    .startsWith((byte) 0x88);
        }
    }

    @Test
    void aClosedWindowBlocksTheHandler() throws Exception {
        var sent = new CompletableFuture<Integer>();
        try (Site site = Site.of((request, response) -> {
                    WebSocket socket = WebSocket.accept(request, response);
                    int count = 0;
                    try {
                        while (true) {
                            socket.send(new byte[16_000]);
                            count++;
                        }
                    } finally {
                        sent.complete(count);
                    }
                });
                FrameWire wire = FrameWire.to(site.port())) {
            connect(wire, 1, "/").headersOf(1);
            received(wire, 1, 65_000);
            assertThat(wire.get(3, "/").headersOf(3).status()).isNotNull();
            wire.reset(1, 8);
            assertThat(sent.get(60, TimeUnit.SECONDS)).isLessThan(200);
        }
    }

    @Test
    void aResetOfTheClientEndsTheSocket() throws Exception {
        var status = new CompletableFuture<Optional<CloseStatus>>();
        try (Site site = Site.of((request, response) -> {
                    try (WebSocket socket = WebSocket.accept(request, response)) {
                        assertThat(socket.receive()).isEmpty();
                        status.complete(socket.status());
                    }
                });
                FrameWire wire = FrameWire.to(site.port())) {
            connect(wire, 1, "/").headersOf(1);
            wire.reset(1, 8);
            assertThat(status.get(60, TimeUnit.SECONDS))
                    .hasValueSatisfying(end -> assertThat(end.code()).isEqualTo(1006));
            assertThat(wire.get(3, "/none").headersOf(3).status()).isNotNull();
        }
    }

    @Test
    void theSocketKnowsTheClientsAddress() throws Exception {
        try (Site site = Site.of((request, response) -> {
                    try (WebSocket socket = WebSocket.accept(request, response)) {
                        socket.send(socket.remoteAddress().equals(request.remoteAddress()) + "");
                    }
                });
                FrameWire wire = FrameWire.to(site.port())) {
            connect(wire, 1, "/").headersOf(1);
            assertThat(new String(received(wire, 1, 6), StandardCharsets.ISO_8859_1))
                    .contains("true");
        }
    }

    @Test
    void otherRequestsAreRefused() throws Exception {
        try (Site site = Site.of(ECHO);
                FrameWire wire = FrameWire.to(site.port())) {
            assertThat(connect(wire, 1, "/echo", "origin", "https://evil.example")
                            .response(1))
                    .startsWith("403");
            assertThat(wire.headers(
                                    3,
                                    true,
                                    FrameWire.block(
                                            ":method",
                                            "CONNECT",
                                            ":protocol",
                                            "chat",
                                            ":scheme",
                                            "http",
                                            ":path",
                                            "/echo",
                                            ":authority",
                                            "a"))
                            .response(3))
                    .startsWith("501");
            assertThat(wire.get(5, "/echo").response(5)).startsWith("426");
            assertThat(connect(wire, 7, "/none").response(7)).startsWith("404");
        }
    }

    @Test
    void aServerThatStopsClosesTheSocket() throws Exception {
        Site site = Site.of(ECHO);
        try (FrameWire wire = FrameWire.to(site.port())) {
            connect(wire, 1, "/echo").headersOf(1);
            Thread stopping = Thread.ofPlatform().start(site::close);
            byte[] close = received(wire, 1, 4);
            assertThat(close).startsWith((byte) 0x88).contains(3, (byte) 0xe9);
            wire.frame(FrameWire.DATA, 0, 1, RawPeer.masked(FIN_CLOSE, new byte[] {3, (byte) 0xe9}));
            stopping.join();
        } finally {
            site.close();
        }
    }
}
