// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import static io.jevent.websocket.RawPeer.FIN;
import static io.jevent.websocket.RawPeer.TEXT;
import static io.jevent.websocket.WebSocketOptions.DEFAULTS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.hub.RawGreenlet;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that refer to earlier ones, and windows of compression: RFC 7692, 7.1 and 7.2. */
class ContextTakeoverTest {

    private static final String DEFLATE = "permessage-deflate";
    private static final int RSV1 = CompressionTest.RSV1;
    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};
    private static final WebSocketOptions TAKEOVER = DEFAULTS.contextTakeover(true);

    /** A peer that inflates the messages of a server with one window. */
    private static final class ContextPeer implements AutoCloseable {

        private final RawPeer peer;
        private final Inflater inflater = new Inflater(true);

        ContextPeer(int port) throws Exception {
            peer = RawPeer.open(port, CompressionTest.OFFER);
        }

        RawPeer.Frame read() throws Exception {
            return peer.read();
        }

        String inflate(RawPeer.Frame frame) throws Exception {
            assertThat(frame.first()).isEqualTo(FIN | RSV1 | TEXT);
            byte[] input = Arrays.copyOf(frame.payload(), frame.payload().length + TAIL.length);
            System.arraycopy(TAIL, 0, input, frame.payload().length, TAIL.length);
            inflater.setInput(input);
            var out = new ByteArrayOutputStream();
            byte[] part = new byte[8192];
            for (int n = inflater.inflate(part); n > 0; n = inflater.inflate(part)) {
                out.write(part, 0, n);
            }
            return out.toString(UTF_8);
        }

        @Override
        public void close() throws IOException {
            inflater.end();
            peer.close();
        }
    }

    private static String message(int number) {
        return "{\"room\": \"hall\", \"from\": \"ann\", \"text\": \"hello to all of you, number " + number + "\"}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | ''",
                "; server_no_context_takeover | ; server_no_context_takeover",
                "; client_no_context_takeover | ; client_no_context_takeover",
                "; client_no_context_takeover; server_no_context_takeover"
                        + " | ; server_no_context_takeover; client_no_context_takeover",
                "; server_max_window_bits=8 | ; server_max_window_bits=8",
                "; server_max_window_bits=\"12\" | ; server_max_window_bits=12",
                "; server_max_window_bits=15 | ; server_max_window_bits=15",
                "; client_max_window_bits | ''",
                "; client_max_window_bits=15 | ''",
                "; client_max_window_bits=9 | ; client_max_window_bits=9",
                "; server_max_window_bits=10; client_max_window_bits"
                        + ", permessage-deflate; client_max_window_bits | ; server_max_window_bits=10",
                "; server_max_window_bits, permessage-deflate; server_max_window_bits=11 | ; server_max_window_bits=11",
                "; server_max_window_bits=16, permessage-deflate | ''",
                "; client_max_window_bits=7, permessage-deflate | ''",
                "; client_no_context_takeover=1, permessage-deflate | ''",
                "; server_max_window_bits=10; server_max_window_bits=10, permessage-deflate | ''",
                "; client_max_window_bits; client_max_window_bits, permessage-deflate | ''",
            })
    void aServerAcceptsTheFirstOfferThatIsWellFormed(String offer, String accepted) throws Exception {
        OnHub.echo(
                TAKEOVER,
                port -> assertThat(CompressionTest.answerTo(port, CompressionTest.OFFER + offer))
                        .containsExactly("Sec-WebSocket-Extensions: " + DEFLATE + accepted));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server_max_window_bits",
                "server_max_window_bits=",
                "server_max_window_bits=7",
                "server_max_window_bits=16",
                "server_max_window_bits=08",
                "server_max_window_bits=+9",
                "client_max_window_bits=0",
                "client_max_window_bits=-1",
                "client_max_window_bits=99999999999",
                "client_max_window_bits=\"\"",
                "client_max_window_bits=8; client_max_window_bits=8",
                "server_no_context_takeover; server_no_context_takeover",
                "server_no_context_takeover=true",
                "client_no_context_takeover=",
                "Server_no_context_takeover",
                "x=1"
            })
    void aMalformedOfferIsDeclined(String parameters) throws Exception {
        OnHub.echo(TAKEOVER, port -> {
            assertThat(CompressionTest.answerTo(port, CompressionTest.OFFER + "; " + parameters))
                    .isEmpty();
            assertThat(CompressionTest.answerTo(port, CompressionTest.OFFER + "; " + parameters + ", " + DEFLATE))
                    .containsExactly(CompressionTest.OFFER);
        });
    }

    @Test
    void aServerWithASmallWindowTellsAndAsksForIt() throws Exception {
        String both = CompressionTest.OFFER + "; server_no_context_takeover; client_no_context_takeover";
        OnHub.echo(DEFAULTS.windowBits(10), port -> {
            assertThat(CompressionTest.answerTo(port, CompressionTest.OFFER))
                    .containsExactly(both + "; server_max_window_bits=10");
            assertThat(CompressionTest.answerTo(port, CompressionTest.OFFER + "; client_max_window_bits"))
                    .containsExactly(both + "; server_max_window_bits=10; client_max_window_bits=10");
            assertThat(CompressionTest.answerTo(
                            port, CompressionTest.OFFER + "; client_max_window_bits=9; server_max_window_bits=12"))
                    .containsExactly(both + "; server_max_window_bits=10; client_max_window_bits=9");
        });
        for (int bits : new int[] {7, 16}) {
            assertThatThrownBy(() -> DEFAULTS.windowBits(bits))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("windowBits must be from 8 to 15: " + bits);
        }
    }

    @Test
    void aClientOffersAndChecksTheSelection() {
        assertThat(Deflate.offers(TAKEOVER)).isEqualTo(DEFLATE + "; client_max_window_bits");
        assertThat(Deflate.offers(DEFAULTS.windowBits(9)))
                .isEqualTo("permessage-deflate; server_no_context_takeover; client_no_context_takeover;"
                        + " server_max_window_bits=9; client_max_window_bits=9,"
                        + " permessage-deflate; server_no_context_takeover; client_no_context_takeover;"
                        + " client_max_window_bits=9");
        assertThat(agreed(TAKEOVER, "")).isEqualTo("15 with context, 15 with context");
        assertThat(agreed(TAKEOVER, "; client_max_window_bits=8; server_no_context_takeover"))
                .isEqualTo("8 with context, 15");
        assertThat(agreed(TAKEOVER, "; server_max_window_bits=11; client_no_context_takeover"))
                .isEqualTo("15, 11 with context");
        assertThat(agreed(DEFAULTS, "; server_no_context_takeover")).isEqualTo("15, 15");
        for (String refused : List.of(
                "; client_max_window_bits",
                "; client_max_window_bits=16",
                "; server_max_window_bits=0",
                "; server_no_context_takeover; server_no_context_takeover",
                "; unknown")) {
            assertThat(agreed(TAKEOVER, refused)).as(refused).isEqualTo("refused");
        }
        assertThat(agreed(DEFAULTS, "; client_no_context_takeover")).isEqualTo("refused");
        assertThat(agreed(TAKEOVER.windowBits(9), "; client_max_window_bits=10"))
                .isEqualTo("refused");
        assertThat(agreed(TAKEOVER.windowBits(9), "")).isEqualTo("9 with context, 15 with context");
    }

    private static String agreed(WebSocketOptions options, String parameters) {
        Deflate agreed =
                Deflate.agreed(Extension.parse(List.of(DEFLATE + parameters)).getFirst(), options);
        return agreed == null ? "refused" : text(agreed.sent()) + ", " + text(agreed.received());
    }

    private static String text(Deflate.Direction direction) {
        return direction.bits() + (direction.takeover() ? " with context" : "");
    }

    @Test
    void messagesThatAreAlikeShrinkToAFraction() throws Exception {
        OnHub.echo(TAKEOVER, port -> {
            try (var peer = new ContextPeer(port)) {
                for (int i = 1000; i < 1100; i++) {
                    peer.peer.frame(FIN | TEXT, message(i));
                    RawPeer.Frame frame = peer.read();
                    assertThat(peer.inflate(frame)).isEqualTo(message(i));
                    if (i > 1000) {
                        assertThat(frame.payload()).hasSizeLessThan(20);
                    }
                }
                peer.peer.frame(FIN | TEXT, "less than 64 bytes");
                assertThat(peer.read().first()).isEqualTo(FIN | TEXT);
            }
        });
    }

    /** RFC 7692, 7.2.3.4: a final block may be followed by data that refers to what came before it. */
    @Test
    void theWindowOutlivesAFinalBlock() throws Exception {
        OnHub.echo(TAKEOVER, port -> {
            try (var peer = RawPeer.open(port, CompressionTest.OFFER)) {
                String noise = noise(40_000);
                byte[] before = ("begin" + noise).getBytes(UTF_8);
                var first = new Deflater(6, true);
                first.setInput(before);
                first.finish();
                byte[] target = new byte[100_000];
                int size = first.deflate(target);
                target[size] = 0;
                peer.frame(FIN | RSV1 | TEXT, Arrays.copyOf(target, size + 1));
                peer.frame(FIN | TEXT, "mark");
                awaitText(peer, "mark");
                var second = new Deflater(6, true);
                second.setDictionary(Arrays.copyOfRange(before, before.length - 32_768, before.length));
                String again = noise.substring(noise.length() - 20_000);
                second.setInput(again.getBytes(UTF_8));
                size = second.deflate(target, 0, target.length, Deflater.SYNC_FLUSH);
                assertThat(size).isLessThan(1000);
                peer.frame(FIN | RSV1 | TEXT, Arrays.copyOf(target, size - 4));
                peer.frame(FIN | TEXT, "end");
                awaitText(peer, "end");
                first.end();
                second.end();
            }
        });
    }

    /** A final block takes two bytes of a message, but has 32 KiB of the window copied. */
    @Test
    void aMessageWithTooManyFinalBlocksIsRefused() {
        var inflation = Inflation.withContext(15);
        assertThat(inflation.inflate(finalBlocks(10), 1000)).isEmpty();
        assertThatThrownBy(() -> inflation.inflate(finalBlocks(10_000), 1000))
                .isInstanceOf(CorruptedWebSocketFrameException.class)
                .hasMessageContaining("too many final blocks");
        inflation.end();
    }

    /** Returns a message of empty final blocks, which ends in a byte of zero (RFC 7692, 7.2.3.4). */
    private static byte[] finalBlocks(int number) {
        byte[] message = new byte[2 * number + 1];
        for (int i = 0; i < number; i++) {
            message[2 * i] = 3;
        }
        return message;
    }

    /** Reads compressed echoes up to a plain text. */
    private static void awaitText(RawPeer peer, String text) throws Exception {
        RawPeer.Frame frame = peer.read();
        while (frame.first() == (FIN | RSV1 | TEXT)) {
            frame = peer.read();
        }
        assertThat(frame.text()).isEqualTo(text);
    }

    private static String noise(int length) {
        var random = new Random(7);
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) (' ' + random.nextInt(90)));
        }
        return text.toString();
    }

    @Test
    void aBombInAContextEndsTheConnectionAtTheLimit() throws Exception {
        OnHub.echo(TAKEOVER.maxMessage(100_000), port -> {
            try (var peer = RawPeer.open(port, CompressionTest.OFFER)) {
                var deflater = new Deflater(6, true);
                byte[] target = new byte[100_000];
                for (int length : new int[] {100_000, 100_001}) {
                    deflater.setInput(new byte[length]);
                    int size = deflater.deflate(target, 0, target.length, Deflater.SYNC_FLUSH);
                    peer.frame(FIN | RSV1 | RawPeer.BINARY, Arrays.copyOf(target, size - 4));
                    RawPeer.Frame frame = peer.read();
                    if (length > 100_000) {
                        assertThat(frame.opcode()).isEqualTo(RawPeer.CLOSE);
                        assertThat(frame.code()).isEqualTo(1009);
                    } else {
                        assertThat(frame.opcode()).isEqualTo(RawPeer.BINARY);
                    }
                }
                deflater.end();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 10, 12, 15})
    void noReferenceReachesFurtherThanTheWindow(int bits) throws Exception {
        var random = new Random(bits);
        Deflation deflation = Deflation.withContext();
        var decoder = new DistanceDecoder();
        try {
            for (int i = 0; i < 60; i++) {
                byte[] message = noise(1 << bits)
                        .repeat(3)
                        .substring(0, 1 + random.nextInt(3 << bits))
                        .getBytes(UTF_8);
                var bytes = deflation.deflate(message, bits, UnpooledByteBufAllocator.DEFAULT);
                byte[] payload = new byte[bytes.readableBytes()];
                bytes.readBytes(payload).release();
                assertThat(decoder.decode(payload)).isEqualTo(message);
                assertThat(decoder.longest()).isLessThan(1 << bits);
            }
            assertThat(decoder.longest()).isGreaterThan(1 << (bits - 2));
        } finally {
            deflation.end();
        }
    }

    @Test
    void aBroadcastIsCompressedOnceAndTheContextStaysRight() throws Exception {
        var broadcast = new Broadcast();
        String shared = "for all of you ".repeat(200);
        OnHub.serve(
                TAKEOVER,
                socket -> {
                    broadcast.add(socket);
                    OnHub.echo(socket);
                },
                port -> {
                    try (var peer = new ContextPeer(port);
                            var other = new ContextPeer(port)) {
                        peer.peer.frame(FIN | TEXT, message(1));
                        other.peer.frame(FIN | TEXT, message(2));
                        assertThat(peer.inflate(peer.read())).isEqualTo(message(1));
                        assertThat(other.inflate(other.read())).isEqualTo(message(2));
                        broadcast.send(shared);
                        broadcast.send(message(3));
                        assertThat(peer.inflate(peer.read())).isEqualTo(shared);
                        assertThat(other.inflate(other.read())).isEqualTo(shared);
                        assertThat(peer.read().text()).isEqualTo(message(3));
                        assertThat(other.read().text()).isEqualTo(message(3));
                        peer.peer.frame(FIN | TEXT, shared + message(4));
                        assertThat(peer.inflate(peer.read())).isEqualTo(shared + message(4));
                        peer.peer.frame(FIN | TEXT, message(4));
                        RawPeer.Frame last = peer.read();
                        assertThat(last.payload()).hasSizeLessThan(20);
                        assertThat(peer.inflate(last)).isEqualTo(message(4));
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "abort", "vanish", "kill", "stop"})
    void theEndOfAConnectionFreesItsMemory(String how) throws Exception {
        var ends = new ArrayList<WebSocketConnection>();
        var handler = new AtomicReference<RawGreenlet>();
        OnHub.serve(
                TAKEOVER,
                socket -> {
                    ends.add(socket.connection());
                    handler.set(requireNonNull(Jevent.current()));
                    socket.send(socket.receiveText().orElseThrow());
                    if (socket.receiveText().isPresent()) {
                        socket.abort();
                    }
                },
                port -> {
                    var socket = WebSocket.connect(ClientTest.at(port), TAKEOVER);
                    ends.add(socket.connection());
                    socket.send(message(1));
                    assertThat(socket.receiveText()).contains(message(1));
                    assertThat(ends).hasSize(2).noneMatch(ContextTakeoverTest::hasFreed);
                    switch (how) {
                        case "close" -> socket.close();
                        case "abort" -> socket.send("abort");
                        case "vanish" -> socket.abort();
                        case "kill" -> ((Greenlet<?>) requireNonNull(handler.get())).kill();
                        default -> {} // the server stops
                    }
                    if (!how.equals("stop")) {
                        assertThat(socket.receive()).isEmpty();
                    }
                });
        assertThat(ends).allMatch(ContextTakeoverTest::hasFreed);
    }

    private static boolean hasFreed(WebSocketConnection connection) {
        boolean deflation = requireNonNull(connection.deflation()).hasEnded();
        boolean inflation = requireNonNull(connection.inflation()).hasEnded();
        assertThat(deflation).isEqualTo(inflation);
        return deflation;
    }

    @Test
    void anIdleConnectionHasNoContext() throws Exception {
        var server = new AtomicReference<WebSocketConnection>();
        OnHub.serve(
                TAKEOVER,
                socket -> {
                    server.set(socket.connection());
                    OnHub.echo(socket);
                },
                port -> {
                    try (var socket = WebSocket.connect(ClientTest.at(port), TAKEOVER)) {
                        socket.send("short");
                        assertThat(socket.receiveText()).contains("short");
                        for (var end : List.of(socket.connection(), requireNonNull(server.get()))) {
                            assertThat(end.deflation()).isNull();
                            assertThat(end.inflation()).isNull();
                        }
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 11, 15})
    void bothEndsOfThisLibraryUseAContext(int bits) throws Exception {
        OnHub.echo(TAKEOVER, port -> {
            try (var socket = WebSocket.connect(ClientTest.at(port), TAKEOVER.windowBits(bits))) {
                var random = new Random(bits);
                for (int i = 0; i < 300; i++) {
                    String text = message(i).repeat(1 + random.nextInt(40));
                    socket.send(text);
                    assertThat(socket.receiveText()).contains(text);
                    Jevent.sleep();
                }
            }
        });
    }
}
