// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static io.jevent.http.FrameWire.CONTINUATION;
import static io.jevent.http.FrameWire.END_HEADERS;
import static io.jevent.http.FrameWire.END_STREAM;
import static io.jevent.http.FrameWire.GOAWAY;
import static io.jevent.http.FrameWire.HEADERS;
import static io.jevent.http.FrameWire.PING;
import static io.jevent.http.FrameWire.PRIORITY;
import static io.jevent.http.FrameWire.SETTINGS;
import static io.jevent.http.FrameWire.block;
import static io.jevent.http.FrameWire.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Frames and representations of headers that h2spec sends beside the violations of {@link Http2RulesTest}. */
class Http2FramesTest {

    private static final String PROTOCOL = "GOAWAY 1";
    private static final String FRAME_SIZE = "GOAWAY 6";
    private static final String CLOSED = "GOAWAY 5";

    /** A stream on which a request waits for the rest of its body. */
    private static final Handler ECHO = (request, response) -> response.send(
            request.path() + " " + request.header("x").orElse("") + " " + request.host() + " " + request.text());

    @FunctionalInterface
    private interface Client {
        void talk(FrameWire wire) throws IOException;
    }

    private static void with(Client client) throws IOException {
        try (Site site = Site.of(ECHO);
                FrameWire wire = FrameWire.to(site.port())) {
            client.talk(wire);
            assertThat(site.failures).isEmpty();
        }
    }

    @Test
    void section42HeadersAboveTheMaximum() throws IOException {
        with(wire -> assertThat(wire.headers(1, true, new byte[16_385]).end()).isEqualTo(FRAME_SIZE));
    }

    @Test
    void section51ContinuationOfAStreamThatIsHalfClosedOrClosed() throws IOException {
        with(wire -> assertThat(wire.get(1, "/")
                        .frame(CONTINUATION, END_HEADERS, 1, block("a", "b"))
                        .end())
                .isIn(PROTOCOL, CLOSED));
        with(wire -> assertThat(wire.post(1, "/")
                        .reset(1, 8)
                        .frame(CONTINUATION, END_HEADERS, 1, block("a", "b"))
                        .end())
                .isIn(PROTOCOL, CLOSED));
    }

    @Test
    void section51PriorityIsAcceptedInEachState() throws IOException {
        byte[] priority = {0, 0, 0, 0, 15};
        with(wire -> {
            wire.frame(PRIORITY, 0, 1, priority)
                    .frame(PRIORITY, 0, 9, (byte) 0x80, (byte) 0, (byte) 0, (byte) 1, (byte) 255);
            wire.post(1, "/a").frame(PRIORITY, 0, 1, priority).data(1, true, "");
            wire.frame(PRIORITY, 0, 1, priority);
            assertThat(wire.response(1)).isEqualTo("200 /a  a ");
            wire.frame(PRIORITY, 0, 1, priority);
            assertThat(wire.get(3, "/b").response(3)).isEqualTo("200 /b  a ");
        });
    }

    @Test
    void section51AHalfClosedStreamAcceptsWindowsAndResets() throws IOException {
        with(wire -> {
            wire.get(1, "/").window(1, 100);
            assertThat(wire.response(1)).startsWith("200 ");
            wire.get(3, "/").reset(3, 8).window(0, 100);
            assertThat(wire.get(5, "/").response(5)).startsWith("200 ");
        });
    }

    @Test
    void section55AnUnknownFrameWithinAHeaderBlock() throws IOException {
        with(wire -> assertThat(wire.frame(HEADERS, END_STREAM, 1, request("GET", "/"))
                        .frame(0x16, 0, 0, new byte[8])
                        .end())
                .isEqualTo(PROTOCOL));
    }

    @Test
    void section653TheLastOfSeveralValuesCounts() throws IOException {
        with(wire -> {
            wire.frame(SETTINGS, 0, 0, HexFormat.of().parseHex("000400000001" + "000400000100"));
            assertThat(wire.get(1, "/0123456789").response(1)).isEqualTo("200 /0123456789  a ");
        });
    }

    @Test
    void section7UnknownErrorCodesAreAccepted() throws IOException {
        with(wire -> {
            wire.post(1, "/").reset(1, 0xff);
            assertThat(wire.get(3, "/").response(3)).startsWith("200 ");
            wire.frame(GOAWAY, 0, 0, HexFormat.of().parseHex("00000000000000ff"));
            wire.frame(PING, 0, 0, new byte[8]);
            assertThat(wire.end()).isIn("", "GOAWAY 0");
        });
    }

    @Test
    void hpackAllRepresentationsOfFields() throws IOException {
        HexFormat hex = HexFormat.of();
        with(wire -> {
            // RFC 7541, 6.1 and 6.2.1: :method GET, :scheme http, :path /, :authority by Huffman's code, x: one
            wire.headers(1, true, hex.parseHex("828684" + "418cf1e3c2e5f23a6ba0ab90f4ff" + "400178036f6e65"));
            assertThat(wire.response(1)).isEqualTo("200 / one www.example.com ");
            // both from the dynamic table, 2.3.2
            wire.headers(3, true, hex.parseHex("828684" + "bf" + "be"));
            assertThat(wire.response(3)).isEqualTo("200 / one www.example.com ");
            // 6.3, the table is emptied; 6.2.3, never indexed; 6.2.2 with an indexed name
            wire.headers(5, true, hex.parseHex("203fe11f" + "828684" + "0101" + "61" + "1001780374776f"));
            assertThat(wire.response(5)).isEqualTo("200 / two a ");
            // 2.3.3: the table is empty
            assertThat(wire.headers(7, true, hex.parseHex("828684be")).end()).isEqualTo("GOAWAY 9");
        });
    }

    @Test
    void headersOfEachMethod() throws IOException {
        with(wire -> {
            assertThat(wire.headers(1, true, request("HEAD", "/")).response(1)).isEqualTo("200 ");
            wire.post(3, "/").data(3, false, "body").headers(3, true, block("x-trailer", "1"));
            assertThat(wire.response(3)).isEqualTo("200 /  a body");
        });
    }
}
