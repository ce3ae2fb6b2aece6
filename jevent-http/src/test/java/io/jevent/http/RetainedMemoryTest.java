// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static io.jevent.http.RetainedMemory.assertRetained;
import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.event.Event;
import io.jevent.websocket.WebSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/**
 * The memory that a client can make a server with default options retain. Each test has many clients that send as much
 * as the server accepts, up to a limit, and read no more than the head of the first response.
 */
class RetainedMemoryTest {

    private static final String UPGRADE = """
            GET / HTTP/1.1
            Host: a
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Extensions: permessage-deflate

            """.replace("\n", "\r\n");

    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static final Handler NEVER_READS = (request, response) -> new Event().await();

    private static final Handler READS_A_BYTE = (request, response) -> {
        assertThat(request.body().read()).isNotNegative();
        new Event().await();
    };

    private static final Handler NEVER_RECEIVES = (request, response) -> {
        try (WebSocket socket = WebSocket.accept(request, response)) {
            socket.send("");
            new Event().await();
        }
    };

    private static final Handler RECEIVES = (request, response) -> {
        try (WebSocket socket = WebSocket.accept(request, response)) {
            socket.messages().forEach(_ -> {});
        }
    };

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Returns a frame with a mask of zeros. */
    private static byte[] frame(int first, byte... payload) {
        var frame = new ByteArrayOutputStream();
        frame.write(first);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else if (payload.length < 65536) {
            frame.writeBytes(new byte[] {(byte) 0xfe, (byte) (payload.length >> 8), (byte) payload.length});
        } else {
            frame.writeBytes(new byte[] {(byte) 0xff, 0, 0, 0, 0});
            frame.writeBytes(ByteBuffer.allocate(4).putInt(payload.length).array());
        }
        frame.writeBytes(new byte[4]);
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    private static byte[] deflated(int size) {
        try (var deflater = new Deflater(9, true)) {
            deflater.setInput(new byte[size]);
            var target = new byte[8192];
            int n = deflater.deflate(target, 0, target.length, Deflater.SYNC_FLUSH);
            return java.util.Arrays.copyOf(target, n - 4);
        }
    }

    @Test
    void largeHeadsThatWaitForAHandler() throws IOException {
        String head = "GET /" + "p".repeat(8000) + " HTTP/1.1\r\nHost: a\r\nX: " + "y".repeat(32_000) + "\r\n\r\n";
        assertRetained(NEVER_READS, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", bytes(head));
        assertRetained(
                (request, response) -> {
                    var _ = request.headers().first("X");
                    new Event().await();
                },
                head,
                bytes(head));
    }

    @Test
    void aHeadOfManyLines() throws IOException {
        String head = "GET / HTTP/1.1\r\nHost: a\r\n" + "a:\r\n".repeat(98) + "\r\n";
        assertRetained(
                (request, response) -> {
                    var _ = request.headers().first("X");
                    new Event().await();
                },
                head,
                bytes(head));
    }

    @Test
    void aHeadThatNeverEnds() throws IOException {
        assertRetained(NEVER_READS, "GET / HTTP/1.1\r\nHost: a\r\nX: " + "y".repeat(32_000), bytes("y"), 100);
    }

    @Test
    void chunksOfOneByte() throws IOException {
        assertRetained(NEVER_READS, POST, bytes("1\r\nx\r\n".repeat(1000)));
        assertRetained(READS_A_BYTE, POST, bytes("1\r\nx\r\n".repeat(1000)));
    }

    @Test
    void chunksOfSixteenKibibytes() throws IOException {
        assertRetained(NEVER_READS, POST, bytes("4000\r\n" + "x".repeat(0x4000) + "\r\n"));
        assertRetained(READS_A_BYTE, POST, bytes("4000\r\n" + "x".repeat(0x4000) + "\r\n"));
    }

    @Test
    void aBodyOfKnownLength() throws IOException {
        String head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 16000000\r\n\r\n";
        assertRetained(NEVER_READS, head, new byte[100_000]);
        assertRetained(READS_A_BYTE, head, new byte[100_000]);
    }

    @Test
    void responsesThatAreNotRead() throws IOException {
        assertRetained(
                (request, response) -> response.send(new byte[20_000]),
                "",
                bytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(100)));
    }

    /**
     * A connection holds two arrays of the handler: the one that it writes, and the one before, of which a part is
     * unsent.
     */
    @Test
    void responsesThatAreNotReadBehindLargeHeads() throws IOException {
        String head = "GET /" + "p".repeat(8000) + " HTTP/1.1\r\nHost: a\r\nX: " + "y".repeat(32_000) + "\r\n\r\n";
        assertRetained(
                (request, response) -> {
                    var _ = request.headers().first("X");
                    response.send(new byte[60_000]);
                },
                "",
                bytes(head));
    }

    @Test
    void trailersAndExtensionsOfChunks() throws IOException {
        Handler reads = (request, response) -> response.send("" + request.bytes().length);
        assertRetained(reads, POST + "0\r\n", bytes("a:\r\n"), 8000);
        assertRetained(reads, POST + "1;a", bytes("b"), 20_000);
    }

    @Test
    void emptyFramesThatWait() throws IOException {
        assertRetained(NEVER_RECEIVES, UPGRADE, repeated(frame(0x82), 1000));
    }

    @Test
    void fragments() throws IOException {
        assertRetained(NEVER_RECEIVES, UPGRADE + text(frame(0x02)), repeated(frame(0x00, (byte) 1), 1000));
        assertRetained(RECEIVES, UPGRADE + text(frame(0x02)), repeated(frame(0x00), 1000));
    }

    @Test
    void aLargeFrameThatWaits() throws IOException {
        assertRetained(NEVER_RECEIVES, UPGRADE, frame(0x82, new byte[1000_000]));
    }

    @Test
    void compressedMessagesThatWait() throws IOException {
        assertRetained(NEVER_RECEIVES, UPGRADE, repeated(frame(0xc2, deflated(1024 * 1024 - 10)), 10));
    }

    @Test
    void compressedFragmentsOfAMessageThatDoesNotEnd() throws IOException {
        assertRetained(RECEIVES, UPGRADE + text(frame(0x42, deflated(1000_000))), frame(0x00), 1000);
    }

    @Test
    void pingsWhosePongsAreNotRead() throws IOException {
        assertRetained(RECEIVES, UPGRADE, repeated(frame(0x89, new byte[125]), 1000));
        assertRetained(NEVER_RECEIVES, UPGRADE, repeated(frame(0x89, new byte[125]), 1000));
        assertRetained(RECEIVES, UPGRADE, repeated(frame(0x89), 1000));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] repeated(byte[] bytes, int times) {
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }
}
