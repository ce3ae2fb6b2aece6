// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static io.jevent.http.FrameWire.ACK;
import static io.jevent.http.FrameWire.CONTINUATION;
import static io.jevent.http.FrameWire.DATA;
import static io.jevent.http.FrameWire.END_HEADERS;
import static io.jevent.http.FrameWire.END_STREAM;
import static io.jevent.http.FrameWire.GOAWAY;
import static io.jevent.http.FrameWire.HEADERS;
import static io.jevent.http.FrameWire.PADDED;
import static io.jevent.http.FrameWire.PING;
import static io.jevent.http.FrameWire.PRIORITIZED;
import static io.jevent.http.FrameWire.PRIORITY;
import static io.jevent.http.FrameWire.PUSH_PROMISE;
import static io.jevent.http.FrameWire.RST_STREAM;
import static io.jevent.http.FrameWire.SETTINGS;
import static io.jevent.http.FrameWire.WINDOW_UPDATE;
import static io.jevent.http.FrameWire.block;
import static io.jevent.http.FrameWire.number;
import static io.jevent.http.FrameWire.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.event.Event;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of RFC 9113 and RFC 7541 that h2spec checks, by section. */
class Http2RulesTest {

    private static final String PROTOCOL = " 1";
    private static final String FLOW_CONTROL = " 3";
    private static final String STREAM_CLOSED = " 5";
    private static final String FRAME_SIZE = " 6";
    private static final String COMPRESSION = " 9";

    private static Site site = Site.of((request, response) -> {});

    @BeforeAll
    static void serve() {
        site = Site.of((request, response) -> {
            if (request.path().equals("/held")) {
                new Event().await(); // until its stream ends
            }
            response.send(request.method() + request.text().length());
        });
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @FunctionalInterface
    interface Client {
        void talk(FrameWire wire) throws IOException;
    }

    /** A violation, and the error that it gets. */
    record Violation(String section, String rule, String error, Client client) {

        @Override
        public String toString() {
            return section + " " + rule;
        }
    }

    private static Violation connection(String section, String rule, String error, Client client) {
        return new Violation(section, rule, "GOAWAY" + error, client);
    }

    private static Violation stream(String section, String rule, String error, Client client) {
        return new Violation(section, rule, "RST_STREAM" + error, client);
    }

    static Stream<Violation> connectionErrors() {
        return Stream.of(streamsAndBlocks(), dataHeadersAndPriority(), settings(), otherFrames(), headerCompression())
                .flatMap(all -> all);
    }

    private static Stream<Violation> streamsAndBlocks() {
        return Stream.of(
                connection(
                        "4.2",
                        "a frame above the maximum",
                        FRAME_SIZE,
                        wire -> wire.post(1, "/").frame(DATA, 0, 1, new byte[16_385])),
                connection(
                        "4.3",
                        "a block that is no HPACK",
                        COMPRESSION,
                        wire -> wire.headers(
                                1, true, new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff})),
                connection(
                        "4.3",
                        "PRIORITY inside of a header block",
                        PROTOCOL,
                        wire -> open(wire).frame(PRIORITY, 0, 1, new byte[5])),
                connection(
                        "4.3",
                        "HEADERS of another stream inside of a header block",
                        PROTOCOL,
                        wire -> open(wire).get(3, "/")),
                connection("5.1", "DATA on an idle stream", PROTOCOL, wire -> wire.data(1, true, "x")),
                connection("5.1", "RST_STREAM on an idle stream", PROTOCOL, wire -> wire.reset(1, 8)),
                connection("5.1", "WINDOW_UPDATE on an idle stream", PROTOCOL, wire -> wire.window(1, 1)),
                connection(
                        "5.1",
                        "CONTINUATION on an idle stream",
                        PROTOCOL,
                        wire -> wire.frame(CONTINUATION, END_HEADERS, 1, request("GET", "/"))),
                connection("5.1.1", "a stream with an even number", PROTOCOL, wire -> wire.get(2, "/")),
                connection(
                        "5.3.1",
                        "HEADERS that depend on themselves",
                        PROTOCOL,
                        wire -> wire.frame(
                                HEADERS,
                                END_HEADERS | END_STREAM | PRIORITIZED,
                                1,
                                joined(new byte[] {0, 0, 0, 1, 15}, request("GET", "/")))));
    }

    private static Stream<Violation> dataHeadersAndPriority() {
        return Stream.of(
                connection("6.1", "DATA on stream 0", PROTOCOL, wire -> wire.data(0, false, "x")),
                connection(
                        "6.1",
                        "more padding than DATA",
                        PROTOCOL,
                        wire -> wire.post(1, "/").frame(DATA, PADDED, 1, new byte[] {6, 1, 2, 3, 4})),
                connection("6.2", "HEADERS on stream 0", PROTOCOL, wire -> wire.get(0, "/")),
                connection(
                        "6.2",
                        "more padding than HEADERS",
                        PROTOCOL,
                        wire -> wire.frame(
                                HEADERS,
                                END_HEADERS | END_STREAM | PADDED,
                                1,
                                joined(new byte[] {100}, request("GET", "/")))),
                connection("6.3", "PRIORITY on stream 0", PROTOCOL, wire -> wire.frame(PRIORITY, 0, 0, new byte[5])),
                connection("6.4", "RST_STREAM on stream 0", PROTOCOL, wire -> wire.reset(0, 8)),
                connection(
                        "6.4",
                        "RST_STREAM of another length",
                        FRAME_SIZE,
                        wire -> wire.post(1, "/").frame(RST_STREAM, 0, 1, new byte[3])));
    }

    private static Stream<Violation> settings() {
        return Stream.of(
                connection(
                        "6.5",
                        "an acknowledgement with settings",
                        FRAME_SIZE,
                        wire -> wire.frame(SETTINGS, ACK, 0, new byte[6])),
                connection("6.5", "SETTINGS on a stream", PROTOCOL, wire -> wire.frame(SETTINGS, 0, 1)),
                connection(
                        "6.5",
                        "SETTINGS of another length",
                        FRAME_SIZE,
                        wire -> wire.frame(SETTINGS, 0, 0, new byte[3])),
                connection("6.5.2", "ENABLE_PUSH other than 0 and 1", PROTOCOL, wire -> wire.setting(2, 2)),
                connection("6.5.2", "INITIAL_WINDOW_SIZE above the maximum", FLOW_CONTROL, wire -> wire.setting(4, -1)),
                connection("6.5.2", "MAX_FRAME_SIZE below the minimum", PROTOCOL, wire -> wire.setting(5, 16_383)),
                connection("6.5.2", "MAX_FRAME_SIZE above the maximum", PROTOCOL, wire -> wire.setting(5, 1 << 24)));
    }

    private static Stream<Violation> otherFrames() {
        return Stream.of(
                connection(
                        "6.6",
                        "PUSH_PROMISE of a client",
                        PROTOCOL,
                        wire -> wire.post(1, "/")
                                .frame(PUSH_PROMISE, END_HEADERS, 1, joined(number(2), request("GET", "/")))),
                connection("6.7", "PING on a stream", PROTOCOL, wire -> wire.frame(PING, 0, 1, new byte[8])),
                connection("6.7", "PING of another length", FRAME_SIZE, wire -> wire.frame(PING, 0, 0, new byte[6])),
                connection("6.8", "GOAWAY on a stream", PROTOCOL, wire -> wire.frame(GOAWAY, 0, 1, new byte[8])),
                connection("6.9", "WINDOW_UPDATE of 0", PROTOCOL, wire -> wire.window(0, 0)),
                connection(
                        "6.9",
                        "WINDOW_UPDATE of another length",
                        FRAME_SIZE,
                        wire -> wire.frame(WINDOW_UPDATE, 0, 0, new byte[3])),
                connection(
                        "6.9.1",
                        "a window above the maximum",
                        FLOW_CONTROL,
                        wire -> wire.window(0, Integer.MAX_VALUE).window(0, Integer.MAX_VALUE)),
                connection(
                        "6.10",
                        "CONTINUATION after the end of a block",
                        PROTOCOL,
                        wire -> wire.post(1, "/").frame(CONTINUATION, END_HEADERS, 1, block("a", "b"))),
                connection(
                        "6.10",
                        "CONTINUATION on stream 0",
                        PROTOCOL,
                        wire -> open(wire).frame(CONTINUATION, END_HEADERS, 0, block("a", "b"))),
                connection(
                        "6.10",
                        "DATA before CONTINUATION",
                        PROTOCOL,
                        wire -> open(wire).data(1, false, "x")));
    }

    private static Stream<Violation> headerCompression() {
        return Stream.of(
                connection(
                        "HPACK 2.3.3",
                        "an index outside of the tables",
                        COMPRESSION,
                        wire -> wire.headers(1, true, joined(request("GET", "/"), new byte[] {(byte) 0xc6}))),
                connection(
                        "HPACK 4.2",
                        "a change of the table's size behind a field",
                        COMPRESSION,
                        wire -> wire.headers(1, true, joined(request("GET", "/"), new byte[] {0x20}))),
                connection(
                        "HPACK 5.2",
                        "Huffman padding of more than 7 bits",
                        COMPRESSION,
                        wire -> wire.headers(1, true, joined(request("GET", "/"), huffman(0xff)))),
                connection(
                        "HPACK 5.2",
                        "Huffman padding of zeros",
                        COMPRESSION,
                        wire -> wire.headers(1, true, joined(request("GET", "/"), huffman(0x18)))),
                connection(
                        "HPACK 5.2",
                        "EOS in a Huffman text",
                        COMPRESSION,
                        wire -> wire.headers(1, true, joined(request("GET", "/"), huffman(0xff, 0xff, 0xff, 0xff)))),
                connection(
                        "HPACK 6.1",
                        "the index 0",
                        COMPRESSION,
                        wire -> wire.headers(1, true, joined(request("GET", "/"), new byte[] {(byte) 0x80}))),
                connection(
                        "HPACK 6.3",
                        "a table larger than allowed",
                        COMPRESSION,
                        wire -> wire.headers(
                                1, true, joined(new byte[] {0x3f, (byte) 0xe1, 0x7f}, request("GET", "/")))));
    }

    static Stream<Violation> streamErrors() {
        return Stream.of(frames(), lengths(), headers(), pseudoHeaders()).flatMap(all -> all);
    }

    private static Stream<Violation> frames() {
        return Stream.of(
                stream(
                        "5.1",
                        "DATA on a half-closed stream",
                        STREAM_CLOSED,
                        wire -> wire.get(1, "/held").data(1, true, "x")),
                stream(
                        "5.1",
                        "HEADERS on a half-closed stream",
                        PROTOCOL, // by Netty; RFC 9113 names STREAM_CLOSED
                        wire -> wire.get(1, "/held").headers(1, true, block("a", "b"))),
                stream(
                        "5.1",
                        "DATA on a closed stream",
                        STREAM_CLOSED,
                        wire -> wire.post(1, "/").reset(1, 8).data(1, true, "x")),
                stream(
                        "5.1",
                        "HEADERS on a closed stream",
                        STREAM_CLOSED,
                        wire -> wire.post(1, "/").reset(1, 8).headers(1, true, request("GET", "/"))),
                stream(
                        "5.3.1",
                        "PRIORITY that depends on itself",
                        PROTOCOL,
                        wire -> wire.post(1, "/").frame(PRIORITY, 0, 1, new byte[] {0, 0, 0, 1, 15})),
                stream(
                        "6.3",
                        "PRIORITY of another length",
                        FRAME_SIZE,
                        wire -> wire.post(1, "/").frame(PRIORITY, 0, 1, new byte[4])),
                stream(
                        "6.9",
                        "WINDOW_UPDATE of 0",
                        PROTOCOL,
                        wire -> wire.post(1, "/").window(1, 0)),
                stream(
                        "6.9.1",
                        "a window above the maximum",
                        FLOW_CONTROL,
                        wire -> wire.post(1, "/").window(1, Integer.MAX_VALUE)));
    }

    private static Stream<Violation> lengths() {
        return Stream.of(
                stream(
                        "8.1",
                        "a second HEADERS without END_STREAM",
                        PROTOCOL,
                        wire -> wire.post(1, "/").headers(1, false, block("a", "b"))),
                stream(
                        "8.1.1",
                        "less DATA than Content-Length",
                        PROTOCOL,
                        wire -> wire.post(1, "/", "content-length", "2").data(1, true, "x")),
                stream(
                        "8.1.1",
                        "more DATA than Content-Length",
                        PROTOCOL,
                        wire -> wire.post(1, "/", "content-length", "2")
                                .data(1, false, "xx")
                                .data(1, true, "x")),
                stream(
                        "8.1.1",
                        "no DATA but a Content-Length",
                        PROTOCOL,
                        wire -> wire.get(1, "/", "content-length", "2")));
    }

    private static Stream<Violation> headers() {
        return Stream.of(
                stream("8.2.1", "an upper-case name", PROTOCOL, wire -> wire.get(1, "/", "X-Name", "a")),
                stream("8.2.1", "a colon in a name", PROTOCOL, wire -> wire.get(1, "/", "x:name", "a")),
                stream("8.2.1", "a space in a name", PROTOCOL, wire -> wire.get(1, "/", "x name", "a")),
                stream("8.2.1", "a line feed in a value", PROTOCOL, wire -> wire.get(1, "/", "x", "a\nhost: b")),
                stream("8.2.1", "a carriage return in a value", PROTOCOL, wire -> wire.get(1, "/", "x", "a\r\n\r\nb")),
                stream("8.2.1", "NUL in a value", PROTOCOL, wire -> wire.get(1, "/", "x", "a\0")),
                stream("8.2.1", "white space before a value", PROTOCOL, wire -> wire.get(1, "/", "x", " a")),
                stream("8.2.1", "white space after a value", PROTOCOL, wire -> wire.get(1, "/", "x", "a\t")),
                stream("8.2.1", "a line feed in the path", PROTOCOL, wire -> wire.get(1, "/ HTTP/1.1\r\nx: y")),
                stream("8.2.2", "the header connection", PROTOCOL, wire -> wire.get(1, "/", "connection", "close")),
                stream(
                        "8.2.2",
                        "the header transfer-encoding",
                        PROTOCOL,
                        wire -> wire.get(1, "/", "transfer-encoding", "chunked")),
                stream("8.2.2", "the header upgrade", PROTOCOL, wire -> wire.get(1, "/", "upgrade", "h2c")),
                stream("8.2.2", "a TE other than trailers", PROTOCOL, wire -> wire.get(1, "/", "te", "gzip")));
    }

    private static Stream<Violation> pseudoHeaders() {
        return Stream.of(
                stream(
                        "8.3",
                        "an unknown pseudo-header",
                        PROTOCOL,
                        wire -> wire.headers(1, true, joined(block(":test", "a"), request("GET", "/")))),
                stream(
                        "8.3",
                        "the pseudo-header of a response",
                        PROTOCOL,
                        wire -> wire.headers(1, true, joined(block(":status", "200"), request("GET", "/")))),
                stream(
                        "8.3",
                        "a pseudo-header in trailers",
                        PROTOCOL,
                        wire -> wire.post(1, "/").headers(1, true, block(":method", "GET"))),
                stream(
                        "8.3",
                        "a pseudo-header behind a header",
                        PROTOCOL,
                        wire -> wire.headers(
                                1, true, block(":method", "GET", ":scheme", "http", "a", "b", ":path", "/"))),
                stream("8.3.1", "an empty path", PROTOCOL, wire -> wire.get(1, "")),
                stream(
                        "8.3.1",
                        "no method",
                        PROTOCOL,
                        wire -> wire.headers(1, true, block(":scheme", "http", ":path", "/", ":authority", "a"))),
                stream(
                        "8.3.1",
                        "no scheme",
                        PROTOCOL,
                        wire -> wire.headers(1, true, block(":method", "GET", ":path", "/", ":authority", "a"))),
                stream(
                        "8.3.1",
                        "no path",
                        PROTOCOL,
                        wire -> wire.headers(1, true, block(":method", "GET", ":scheme", "http", ":authority", "a"))),
                stream(
                        "8.3.1",
                        "two methods",
                        PROTOCOL,
                        wire -> wire.headers(1, true, joined(block(":method", "GET"), request("GET", "/")))),
                stream(
                        "8.3.1",
                        "two schemes",
                        PROTOCOL,
                        wire -> wire.headers(1, true, joined(block(":scheme", "http"), request("GET", "/")))),
                stream(
                        "8.3.1",
                        "two paths",
                        PROTOCOL,
                        wire -> wire.headers(1, true, joined(block(":path", "/"), request("GET", "/")))),
                stream("8.3.1", "a host that is not the authority", PROTOCOL, wire -> wire.get(1, "/", "host", "b")));
    }

    @ParameterizedTest
    @MethodSource("connectionErrors")
    void aViolationThatEndsTheConnection(Violation violation) throws IOException {
        try (FrameWire wire = FrameWire.to(site.port())) {
            violation.client.talk(wire);
            assertThat(wire.end()).isEqualTo(violation.error);
        }
    }

    @ParameterizedTest
    @MethodSource("streamErrors")
    void aViolationThatEndsItsStreamOnly(Violation violation) throws IOException {
        try (FrameWire wire = FrameWire.to(site.port())) {
            violation.client.talk(wire);
            assertThat("RST_STREAM " + wire.await(RST_STREAM, 1).error()).isEqualTo(violation.error);
            assertThat(wire.get(11, "/").response(11)).isEqualTo("200 GET0");
        }
    }

    @Test
    void section34TheFirstFrameMustBeSettings() throws IOException {
        try (FrameWire wire = FrameWire.silent(site.port())) {
            wire.send(FrameWire.PREFACE).frame(PING, 0, 0, new byte[8]);
            assertThat(wire.end()).isEqualTo("GOAWAY 1");
        }
    }

    @Test
    void section34AWrongPrefaceIsNotHttp2() throws IOException {
        try (Wire wire = site.wire()) {
            assertThat(wire.send("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n").readAll())
                    .contains("preface string missing or corrupt");
        }
    }

    @Test
    void section41UnknownFramesAndFlagsAreIgnored() throws IOException {
        try (FrameWire wire = FrameWire.to(site.port())) {
            wire.frame(0x16, 0, 0, new byte[8]).frame(PING, 0x16, 0, new byte[8]);
            assertThat(wire.await(PING).flags()).isEqualTo(ACK);
            wire.frame(PING, 0, 0x80000000, new byte[8]);
            assertThat(wire.await(PING).flags()).isEqualTo(ACK);
        }
    }

    /** The first use of a stream closes those with lower numbers, so the codec reports a closed stream. */
    @Test
    void section511AStreamWithALowerNumberIsRefused() throws IOException {
        try (FrameWire wire = FrameWire.to(site.port())) {
            wire.get(5, "/").get(3, "/");
            assertThat("RST_STREAM " + wire.await(RST_STREAM, 3).error()).isEqualTo("RST_STREAM" + STREAM_CLOSED);
        }
    }

    @Test
    void section42AFrameOfTheMaximumIsAccepted() throws IOException {
        try (FrameWire wire = FrameWire.to(site.port())) {
            wire.post(1, "/").frame(DATA, END_STREAM, 1, new byte[16_384]);
            assertThat(wire.response(1)).isEqualTo("200 POST16384");
        }
    }

    @Test
    void section61PaddingIsNoData() throws IOException {
        try (FrameWire wire = FrameWire.to(site.port())) {
            wire.post(1, "/").frame(DATA, END_STREAM | PADDED, 1, new byte[] {2, 'x', 'x', 'x', 0, 0});
            assertThat(wire.response(1)).isEqualTo("200 POST3");
        }
    }

    @Test
    void section65SettingsAreAcknowledgedAndUnknownOnesIgnored() throws IOException {
        try (FrameWire wire = FrameWire.to(site.port())) {
            assertThat(wire.await(frame -> frame.type() == SETTINGS && frame.flags() == ACK))
                    .isNotNull();
            wire.setting(0xff, 1);
            assertThat(wire.await(SETTINGS).flags()).isEqualTo(ACK);
        }
    }

    @Test
    void section67APingIsAnsweredWithItsData() throws IOException {
        try (FrameWire wire = FrameWire.to(site.port())) {
            byte[] data = {1, 2, 3, 4, 5, 6, 7, 8};
            wire.frame(PING, ACK, 0, new byte[8]).frame(PING, 0, 0, data);
            FrameWire.Frame answer = wire.await(PING);
            assertThat(answer.flags()).isEqualTo(ACK);
            assertThat(answer.payload()).isEqualTo(data);
        }
    }

    @Test
    void section692AWindowMayBecomeNegative() throws IOException {
        try (Site large = Site.of((request, response) -> response.send("12345"));
                FrameWire wire = FrameWire.to(large.port())) {
            wire.setting(4, 3).get(1, "/");
            assertThat(wire.await(DATA, 1).text()).isEqualTo("123");
            wire.setting(4, 2).window(1, 2);
            assertThat(wire.await(DATA, 1).text()).isEqualTo("4");
            wire.setting(4, 3);
            assertThat(wire.await(DATA, 1).text()).isEqualTo("5");
        }
    }

    @Test
    void section610ABlockMayHaveSeveralFrames() throws IOException {
        try (FrameWire wire = FrameWire.to(site.port())) {
            open(wire).frame(CONTINUATION, 0, 1, block("a", "b")).frame(CONTINUATION, END_HEADERS, 1, block("c", "d"));
            assertThat(wire.response(1)).isEqualTo("200 GET0");
        }
    }

    @Test
    void section84AnOptionsForTheServerIsServed() throws IOException {
        try (FrameWire wire = FrameWire.to(site.port())) {
            assertThat(wire.headers(1, true, request("OPTIONS", "*")).response(1))
                    .isEqualTo("200 OPTIONS0");
            assertThat(wire.get(3, "*").response(3)).startsWith("400 ");
        }
    }

    /** Begins a header block that is not complete. */
    private static FrameWire open(FrameWire wire) throws IOException {
        return wire.frame(HEADERS, END_STREAM, 1, request("GET", "/"));
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    /** Returns a field {@code a} whose value is a Huffman text. */
    private static byte[] huffman(int... octets) {
        byte[] field = new byte[4 + octets.length];
        field[1] = 1;
        field[2] = 'a';
        field[3] = (byte) (0x80 | octets.length);
        for (int i = 0; i < octets.length; i++) {
            field[4 + i] = (byte) octets[i];
        }
        return field;
    }
}
