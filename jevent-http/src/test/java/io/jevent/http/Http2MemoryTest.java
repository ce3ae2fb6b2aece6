// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static io.jevent.http.FrameWire.CONTINUATION;
import static io.jevent.http.FrameWire.DATA;
import static io.jevent.http.FrameWire.END_HEADERS;
import static io.jevent.http.FrameWire.END_STREAM;
import static io.jevent.http.FrameWire.HEADERS;
import static io.jevent.http.FrameWire.PING;
import static io.jevent.http.FrameWire.SETTINGS;
import static io.jevent.http.FrameWire.WINDOW_UPDATE;
import static io.jevent.http.FrameWire.block;
import static io.jevent.http.FrameWire.bytes;
import static io.jevent.http.FrameWire.number;
import static io.jevent.http.FrameWire.request;
import static io.jevent.http.RetainedMemory.assertRetained;
import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.event.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The memory that a client of HTTP/2 can make a server with default options retain. */
class Http2MemoryTest {

    private static final int LARGE_WINDOW = 1 << 30;
    private static final int IN_FLIGHT = 100;

    private static final Handler NEVER_READS = (request, response) -> new Event().await();

    /** The bytes that a client sends. */
    private static final class Sent {

        private final ByteArrayOutputStream all = new ByteArrayOutputStream();

        Sent() {
            all.writeBytes(FrameWire.PREFACE.getBytes(StandardCharsets.ISO_8859_1));
            frame(SETTINGS, 0, 0);
        }

        Sent frame(int type, int flags, int stream, byte... payload) {
            all.writeBytes(bytes(type, flags, stream, payload));
            return this;
        }

        Sent setting(int id, int value) {
            return frame(
                    SETTINGS,
                    0,
                    0,
                    ByteBuffer.allocate(6).putShort((short) id).putInt(value).array());
        }

        String text() {
            return all.toString(StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void bodiesInFramesOfOneByte() throws IOException {
        var sent = new Sent();
        for (int stream = 1; stream < 200; stream += 2) {
            sent.frame(HEADERS, END_HEADERS, stream, request("POST", "/"));
        }
        for (int i = 0; i < 65_535; i++) {
            sent.frame(DATA, 0, 1 + i % 100 * 2, (byte) 'x');
        }
        assertRetained(NEVER_READS, sent.text(), IN_FLIGHT);
    }

    /** The difference between many requests in flight and few on as many connections, so nothing else is in it. */
    @Test
    void aRequestInFlightCostsAtMostSixKibibytes() throws IOException {
        long few = RetainedMemory.ofEach(NEVER_READS, requests(10));
        long many = RetainedMemory.ofEach(NEVER_READS, requests(IN_FLIGHT));
        assertThat((many - few) / (IN_FLIGHT - 10))
                .as("bytes for each request in flight")
                .isPositive()
                .isLessThan(RetainedMemory.MOST_PER_REQUEST);
    }

    private static String requests(int number) {
        var sent = new Sent();
        for (int i = 0; i < number; i++) {
            sent.frame(HEADERS, END_STREAM | END_HEADERS, 1 + 2 * i, request("GET", "/"));
        }
        return sent.text();
    }

    @Test
    void bodiesThatFillTheWindow() throws IOException {
        var sent = new Sent().frame(HEADERS, END_HEADERS, 1, request("POST", "/"));
        for (int i = 0; i < 4; i++) {
            sent.frame(DATA, 0, 1, new byte[16_383]);
        }
        assertRetained(NEVER_READS, sent.text(), 1);
        assertRetained(
                (request, response) -> {
                    assertThat(request.body().read()).isNotNegative();
                    new Event().await();
                },
                sent.text(),
                1);
    }

    @Test
    void bodiesOfStreamsThatAreReset() throws IOException {
        var sent = new Sent();
        for (int stream = 1; stream < 300; stream += 2) {
            sent.frame(HEADERS, END_HEADERS, stream, request("POST", "/"))
                    .frame(DATA, 0, stream, new byte[16_384])
                    .frame(FrameWire.RST_STREAM, 0, stream, number(8));
        }
        assertRetained(NEVER_READS, sent.text(), IN_FLIGHT);
    }

    @Test
    void largeHeads() throws IOException {
        var sent = new Sent();
        for (int stream = 1; stream < 200; stream += 2) {
            byte[] head = request("GET", "/" + "p".repeat(8000), "x", "y".repeat(8000));
            sent.frame(HEADERS, END_STREAM | END_HEADERS, stream, head);
        }
        assertRetained(
                (request, response) -> {
                    var _ = request.headers().first("X");
                    new Event().await();
                },
                sent.text(),
                IN_FLIGHT);
    }

    @Test
    void headsOfManyLines() throws IOException {
        var lines = new String[160];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = i % 2 == 0 ? "a" : "";
        }
        var sent = new Sent();
        for (int stream = 1; stream < 200; stream += 2) {
            sent.frame(HEADERS, END_STREAM | END_HEADERS, stream, request("GET", "/", lines));
        }
        assertRetained(NEVER_READS, sent.text(), IN_FLIGHT);
    }

    @Test
    void aHeadThatNeverEnds() throws IOException {
        var sent = new Sent().frame(HEADERS, END_STREAM, 1, request("GET", "/"));
        byte[] part = block("x", "y".repeat(16_000));
        assertRetained(NEVER_READS, sent.text(), bytes(CONTINUATION, 0, 1, part), 100);
        assertRetained(NEVER_READS, sent.text(), bytes(CONTINUATION, 0, 1), 1000);
        String whole = sent.frame(CONTINUATION, 0, 1, new byte[16_383]).text();
        assertRetained(NEVER_READS, whole.substring(0, whole.length() - 100), 0);
    }

    @Test
    void pingsWhoseAnswersAreNotRead() throws IOException {
        assertRetained(NEVER_READS, new Sent().text(), bytes(PING, 0, 0, new byte[8]));
    }

    @Test
    void settingsWhoseAcknowledgementsAreNotRead() throws IOException {
        assertRetained(NEVER_READS, new Sent().text(), bytes(SETTINGS, 0, 0));
    }

    @Test
    void responsesThatAreNotRead() throws IOException {
        var sent = new Sent().setting(4, LARGE_WINDOW).frame(WINDOW_UPDATE, 0, 0, number(LARGE_WINDOW));
        for (int stream = 1; stream < 2000; stream += 2) {
            sent.frame(HEADERS, END_STREAM | END_HEADERS, stream, request("GET", "/"));
        }
        assertRetained((request, response) -> response.send(new byte[20_000]), sent.text(), IN_FLIGHT);
        assertRetained((request, response) -> response.send(new byte[10]), sent.text(), IN_FLIGHT);
    }

    @Test
    void responsesForWhichThereIsNoWindow() throws IOException {
        var sent = new Sent().setting(4, 0);
        for (int stream = 1; stream < 200; stream += 2) {
            sent.frame(HEADERS, END_STREAM | END_HEADERS, stream, request("GET", "/"));
        }
        byte[] body = new byte[20_000];
        assertRetained((request, response) -> response.send(body), sent.text(), IN_FLIGHT);
    }

    @Test
    void aLargeTableForTheHeadersOfResponses() throws IOException {
        var sent = new Sent().setting(1, -1);
        for (int stream = 1; stream < 2000; stream += 2) {
            sent.frame(HEADERS, END_STREAM | END_HEADERS, stream, request("GET", "/" + stream));
        }
        assertRetained(
                (request, response) -> response.header("X-Long", request.path() + "y".repeat(1000))
                        .send(""),
                sent.text(),
                IN_FLIGHT);
    }

    @Test
    void theMaximumOfEach() throws IOException {
        var sent = new Sent().setting(4, LARGE_WINDOW).frame(WINDOW_UPDATE, 0, 0, number(LARGE_WINDOW));
        for (int stream = 1; stream < 100; stream += 2) {
            sent.frame(HEADERS, END_HEADERS, stream, request("POST", "/", "x", "y".repeat(8000)));
        }
        for (int i = 0; i < 4; i++) {
            sent.frame(DATA, 0, 1 + 2 * i, new byte[16_383]);
        }
        sent.frame(HEADERS, 0, 201, request("GET", "/", "x", "y".repeat(16_000)));
        sent.frame(CONTINUATION, 0, 201, block("x", "y".repeat(16_000)));
        assertRetained(
                (request, response) -> {
                    response.write("x");
                    new Event().await();
                },
                sent.text(),
                IN_FLIGHT);
    }
}
