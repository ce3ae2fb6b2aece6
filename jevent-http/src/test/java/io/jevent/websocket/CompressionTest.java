// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import static io.jevent.websocket.RawPeer.CONTINUATION;
import static io.jevent.websocket.RawPeer.FIN;
import static io.jevent.websocket.RawPeer.TEXT;
import static io.jevent.websocket.Script.script;
import static io.jevent.websocket.WebSocketOptions.DEFAULTS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The extension permessage-deflate: cases 12 and 13 of the Autobahn test suite, and decompression bombs. */
class CompressionTest {

    static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate";
    static final int RSV1 = 0x40;

    static byte[] deflate(byte[] message) {
        var deflater = new Deflater(6, true);
        deflater.setInput(message);
        byte[] target = new byte[message.length + 100];
        int size = deflater.deflate(target, 0, target.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(target, size - 4);
    }

    static String inflate(byte[] payload) throws DataFormatException {
        var inflater = new Inflater(true);
        byte[] tailed = Arrays.copyOf(payload, payload.length + 4);
        tailed[payload.length + 2] = -1;
        tailed[payload.length + 3] = -1;
        inflater.setInput(tailed);
        var out = new ByteArrayOutputStream();
        byte[] piece = new byte[8192];
        for (int n = inflater.inflate(piece); n > 0; n = inflater.inflate(piece)) {
            out.write(piece, 0, n);
        }
        inflater.end();
        return out.toString(StandardCharsets.UTF_8);
    }

    private static byte[] deflate(String text) {
        return deflate(text.getBytes(StandardCharsets.UTF_8));
    }

    static List<String> answerTo(int port, String... headers) throws Exception {
        try (var peer = new RawPeer(port)) {
            peer.request("/", headers);
            return peer.head().stream()
                    .filter(line -> line.startsWith("Sec-WebSocket-Extensions"))
                    .toList();
        }
    }

    @Test
    void theServerTakesTheFirstOfferThatFits() throws Exception {
        String both = OFFER + "; client_no_context_takeover; server_no_context_takeover";
        OnHub.echo(DEFAULTS, port -> {
            assertThat(answerTo(port)).isEmpty();
            for (String offer : List.of(
                    "",
                    "; client_max_window_bits",
                    "; server_no_context_takeover",
                    "; client_max_window_bits=\"15\"",
                    "; server_max_window_bits=7, permessage-deflate",
                    "; unknown=1, permessage-deflate; client_max_window_bits")) {
                assertThat(answerTo(port, OFFER + offer)).hasSize(1);
                assertThat(answerTo(port, OFFER + offer).getFirst().split("; "))
                        .containsExactlyInAnyOrder(both.split("; "));
            }
            for (String offer : List.of("; unknown", "; client_max_window_bits=99", "; client_max_window_bits=x")) {
                assertThat(answerTo(port, OFFER + offer)).isEmpty();
            }
            assertThat(answerTo(port, "Sec-WebSocket-Extensions: x-webkit-deflate-frame"))
                    .isEmpty();
        });
        OnHub.echo(
                DEFAULTS.compression(false),
                port -> assertThat(answerTo(port, OFFER)).isEmpty());
    }

    /** RFC 7692, 7.2: the limit applies to the message after decompression. */
    @Test
    void aMessageOfJustTheLimitIsReceivedAndALongerOneIsNot() throws Exception {
        int most = 100_000;
        var random = new Random(1);
        OnHub.echo(DEFAULTS.maxMessage(most).maxFrame(4 * most), port -> {
            for (boolean zip : new boolean[] {false, true}) {
                for (boolean noise : new boolean[] {false, true}) {
                    for (int size : new int[] {most - 100, most - 70, most - 1, most, most + 1, most + 70}) {
                        byte[] message = new byte[size];
                        if (noise) {
                            random.nextBytes(message);
                        }
                        WebSocketOptions options = DEFAULTS.compression(zip).maxMessage(4 * most);
                        try (var socket = WebSocket.connect("ws://127.0.0.1:" + port + "/", options)) {
                            socket.send(message);
                            assertThat(socket.receive().isPresent())
                                    .as("%s %s %d", zip, noise, size)
                                    .isEqualTo(size <= most);
                            if (size > most) {
                                assertThat(socket.status().map(CloseStatus::code))
                                        .contains(CloseStatus.TOO_BIG);
                            }
                        }
                    }
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> compressedMessagesAreUnderstood() {
        byte[] hello = deflate("Hello");
        byte[] head = Arrays.copyOf(hello, 3);
        byte[] tail = Arrays.copyOfRange(hello, 3, hello.length);
        return Stream.of(
                        script("one").frame(FIN | RSV1 | TEXT, hello).text("Hello"),
                        script("one that is not").frame(FIN | TEXT, "Hello").text("Hello"),
                        script("both in turn")
                                .frame(FIN | RSV1 | TEXT, hello)
                                .frame(FIN | TEXT, "x")
                                .frame(FIN | RSV1 | TEXT, hello)
                                .text("Hello")
                                .text("x")
                                .text("Hello"),
                        script("an empty one")
                                .frame(FIN | RSV1 | TEXT, new byte[1])
                                .text(""),
                        script("in two frames, with a ping in between")
                                .frame(RSV1 | TEXT, head)
                                .frame(FIN | RawPeer.PING, "p")
                                .frame(FIN, tail)
                                .pong("p")
                                .text("Hello"),
                        script("byte for byte")
                                .inChunks(1)
                                .frame(FIN | RSV1 | TEXT, hello)
                                .text("Hello"),
                        script("a block that is not compressed")
                                .frame(FIN | RSV1 | TEXT, new byte[] {0, 5, 0, -6, -1, 'H', 'e', 'l', 'l', 'o', 0})
                                .text("Hello"))
                .map(script -> script.headers(OFFER).test());
    }

    @TestFactory
    Stream<DynamicTest> malformedMessagesAreRefused() {
        byte[] hello = deflate("Hello");
        return Stream.of(
                        script("the bit on a continuation")
                                .frame(RSV1 | TEXT, Arrays.copyOf(hello, 3))
                                .frame(FIN | RSV1 | CONTINUATION, Arrays.copyOfRange(hello, 3, hello.length))
                                .fails(1002),
                        script("the bit on a ping")
                                .frame(FIN | RSV1 | RawPeer.PING, "")
                                .fails(1002),
                        script("another bit").frame(FIN | 0x20 | TEXT, hello).fails(1002),
                        script("malformed deflate data")
                                .frame(FIN | RSV1 | TEXT, new byte[] {-1, -1, -1, -1})
                                .fails(1007),
                        script("compressed, but not UTF-8")
                                .frame(FIN | RSV1 | TEXT, deflate(new byte[] {(byte) 0xff, (byte) 0xfe}))
                                .fails(1007),
                        script("a bomb")
                                .frame(FIN | RSV1 | TEXT, deflate(new byte[50_000_000]))
                                .fails(1009),
                        script("a bomb just above the limit")
                                .frame(FIN | RSV1 | TEXT, deflate("*".repeat(1024 * 1024 + 1)))
                                .fails(1009))
                .map(script -> script.headers(OFFER).test());
    }

    @Test
    void longMessagesAreSentCompressedAndShortOnesAreNot() throws Exception {
        OnHub.echo(DEFAULTS, port -> {
            try (var peer = RawPeer.open(port, OFFER)) {
                String text = "all the same ".repeat(1000);
                for (int i = 0; i < 3; i++) {
                    peer.frame(FIN | TEXT, text);
                    RawPeer.Frame frame = peer.read();
                    assertThat(frame.first()).isEqualTo(FIN | RSV1 | TEXT);
                    assertThat(frame.payload()).hasSizeLessThan(200);
                    assertThat(inflate(frame.payload())).isEqualTo(text);
                }
                peer.frame(FIN | TEXT, "short");
                assertThat(peer.read().first()).isEqualTo(FIN | TEXT);
            }
        });
    }

    @Test
    void bothEndsOfThisLibraryCompress() throws Exception {
        OnHub.echo(DEFAULTS, port -> {
            try (var socket = WebSocket.connect(ClientTest.at(port))) {
                assertThat(socket.connection().compresses()).isTrue();
                String text = "compressible ".repeat(10_000);
                for (int i = 0; i < 5; i++) {
                    socket.send(text + i);
                    assertThat(socket.receiveText()).contains(text + i);
                }
            }
        });
    }
}
