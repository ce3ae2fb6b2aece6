// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import static io.jevent.websocket.WebSocketOptions.DEFAULTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.event.AsyncResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The server's end: accept, receive, send and close. */
class WebSocketServerTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    @Test
    void theHandshakeIsThatOfTheStandard() throws Exception {
        OnHub.echo(DEFAULTS, port -> {
            try (var peer = new RawPeer(port)) {
                peer.request("/");
                assertThat(peer.head()).first().isEqualTo("HTTP/1.1 101 Switching Protocols");
            }
            try (var peer = new RawPeer(port)) {
                peer.request("/");
                assertThat(peer.head())
                        .contains(
                                "Upgrade: websocket",
                                "Connection: Upgrade",
                                "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
                        .noneMatch(line -> line.startsWith("Date") || line.startsWith("Content-Length"));
            }
        });
    }

    @Test
    void textAndBytesGoBothWays() throws Exception {
        OnHub.echo(DEFAULTS, port -> {
            try (var peer = RawPeer.open(port)) {
                peer.frame(RawPeer.FIN | RawPeer.TEXT, "Grüße 🌍");
                RawPeer.Frame text = peer.read();
                assertThat(text.first()).isEqualTo(RawPeer.FIN | RawPeer.TEXT);
                assertThat(text.text()).isEqualTo("Grüße 🌍");
                byte[] bytes = {0, 1, (byte) 0xff};
                peer.frame(RawPeer.FIN | RawPeer.BINARY, bytes);
                RawPeer.Frame binary = peer.read();
                assertThat(binary.first()).isEqualTo(RawPeer.FIN | RawPeer.BINARY);
                assertThat(binary.payload()).isEqualTo(bytes);
            }
        });
    }

    @Test
    void aCloseOfTheClientGetsACloseAndEndsReceive() throws Exception {
        var ended = new AsyncResult<CloseStatus>();
        OnHub.serve(
                DEFAULTS,
                socket -> {
                    assertThat(socket.receive()).isEmpty();
                    assertThat(socket.isOpen()).isFalse();
                    ended.set(socket.status().orElseThrow());
                },
                port -> {
                    try (var peer = RawPeer.open(port)) {
                        peer.frame(RawPeer.FIN | RawPeer.CLOSE, "\u0003\u00e8".getBytes(StandardCharsets.ISO_8859_1));
                        RawPeer.Frame answer = peer.read();
                        assertThat(answer.opcode()).isEqualTo(RawPeer.CLOSE);
                        assertThat(answer.code()).isEqualTo(1000);
                        assertThat(peer.atEnd()).isTrue();
                    }
                    assertThat(ended.result(LONG)).isEqualTo(new CloseStatus(1000, ""));
                });
    }

    @Test
    void theEndOfTheHandlerClosesTheConnection() throws Exception {
        OnHub.serve(DEFAULTS, socket -> socket.send("bye"), port -> {
            try (var peer = RawPeer.open(port)) {
                assertThat(peer.read().text()).isEqualTo("bye");
                RawPeer.Frame close = peer.read();
                assertThat(close.opcode()).isEqualTo(RawPeer.CLOSE);
                assertThat(close.code()).isEqualTo(1000);
                peer.close(1000);
                assertThat(peer.atEnd()).isTrue();
            }
        });
    }
}
