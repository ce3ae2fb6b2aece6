// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.event.Event;
import io.jevent.hub.Hub;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** Peers that send very many frames at once. */
class FloodTest {

    private static final int FIN = RawPeer.FIN;
    private static final int RSV1 = 0x40;
    private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate";

    private static byte[] deflated(byte[] bytes) {
        try (var deflater = new Deflater(9, true)) {
            deflater.setInput(bytes);
            var target = new byte[bytes.length + 100];
            int n = deflater.deflate(target, 0, target.length, Deflater.SYNC_FLUSH);
            return java.util.Arrays.copyOf(target, n - 4);
        }
    }

    /** Thousands of malformed frames follow a message that is too large, or not in the deflate format. */
    @Test
    void manyBadFramesAreOneFailureAndPrintNothing() throws Exception {
        var printed = new ByteArrayOutputStream();
        for (byte[] first : new byte[][] {deflated(new byte[2_000_000]), {7}}) {
            OnHub.echo(WebSocketOptions.DEFAULTS, port -> {
                Hub.current().setErrorStream(new PrintStream(printed, true, StandardCharsets.UTF_8));
                try (RawPeer peer = RawPeer.open(port, OFFER)) {
                    var flood = new ByteArrayOutputStream();
                    flood.writeBytes(RawPeer.masked(FIN | RSV1 | RawPeer.BINARY, first));
                    for (int i = 0; i < 9000; i++) {
                        flood.writeBytes(RawPeer.masked(FIN | RSV1 | RawPeer.TEXT, new byte[] {7}));
                    }
                    peer.send(flood.toByteArray());
                    RawPeer.Frame close = peer.read();
                    assertThat(close.opcode()).isEqualTo(RawPeer.CLOSE);
                    assertThat(close.code())
                            .isEqualTo(first.length > 1 ? CloseStatus.TOO_BIG : CloseStatus.INVALID_DATA);
                }
            });
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    /** The frames are decoded as the handler receives; all of them arrive, in order. */
    @Test
    void manyQueuedMessagesAreReceivedInOrder() throws Exception {
        var go = new Event();
        List<String> received = new ArrayList<>();
        OnHub.serve(
                WebSocketOptions.DEFAULTS,
                socket -> {
                    go.await();
                    for (int i = 0; i < 5000; i++) {
                        received.add(socket.receiveText().orElseThrow());
                    }
                    socket.send("done");
                },
                port -> {
                    try (RawPeer peer = RawPeer.open(port, OFFER)) {
                        var all = new ByteArrayOutputStream();
                        for (int i = 0; i < 5000; i++) {
                            byte[] text = ("message " + i).getBytes(StandardCharsets.US_ASCII);
                            boolean compressed = i % 3 == 0;
                            all.writeBytes(RawPeer.masked(
                                    FIN | (compressed ? RSV1 : 0) | RawPeer.TEXT, compressed ? deflated(text) : text));
                        }
                        peer.send(all.toByteArray());
                        go.set();
                        assertThat(peer.read().text()).isEqualTo("done");
                    }
                });
        assertThat(received).hasSize(5000).startsWith("message 0", "message 1").endsWith("message 4999");
    }

    /** RFC 6455, 5.5.3: only the last ping must get a pong. */
    @Test
    void aPeerThatDoesNotReadGetsThePongToItsLastPing() throws Exception {
        int pings = 60_000;
        OnHub.echo(WebSocketOptions.DEFAULTS.withoutHeartbeat(), port -> {
            try (RawPeer peer = RawPeer.open(port)) {
                var all = new ByteArrayOutputStream();
                for (int i = 0; i < pings; i++) {
                    all.writeBytes(RawPeer.masked(FIN | RawPeer.PING, numbered(i)));
                }
                peer.send(all.toByteArray());
                peer.frame(FIN | RawPeer.TEXT, "the end");
                var tail = "";
                while (!tail.endsWith("the end")) {
                    var some = new byte[65_536];
                    int n = peer.in.read(some);
                    tail += new String(some, 0, n, StandardCharsets.ISO_8859_1);
                    tail = tail.substring(Math.max(0, tail.length() - 131));
                }
                assertThat(tail).contains(new String(numbered(pings - 1), StandardCharsets.US_ASCII));
            }
        });
    }

    private static byte[] numbered(int i) {
        return String.format("%0120d", i).getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void theLimitIsTheLimitCompressedOrNot() throws Exception {
        int limit = 100_000;
        var random = new java.util.Random(1);
        byte[] noise = new byte[limit + 1];
        random.nextBytes(noise);
        for (byte[] content : new byte[][] {new byte[limit + 1], noise}) {
            OnHub.serve(
                    WebSocketOptions.DEFAULTS.maxMessage(limit).maxFrame(limit),
                    socket -> {
                        for (Message message : socket.messages()) {
                            socket.send("" + ((Message.Binary) message).bytes().length);
                        }
                    },
                    port -> {
                        try (RawPeer peer = RawPeer.open(port, OFFER)) {
                            peer.frame(FIN | RSV1 | RawPeer.BINARY, deflated(java.util.Arrays.copyOf(content, limit)));
                            assertThat(peer.read().text()).isEqualTo("" + limit);
                            peer.frame(FIN | RSV1 | RawPeer.BINARY, deflated(content));
                            assertThat(peer.read().code()).isEqualTo(CloseStatus.TOO_BIG);
                        }
                    });
        }
    }
}
