// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static io.jevent.http.FrameWire.DATA;
import static io.jevent.http.FrameWire.END_HEADERS;
import static io.jevent.http.FrameWire.END_STREAM;
import static io.jevent.http.FrameWire.GOAWAY;
import static io.jevent.http.FrameWire.HEADERS;
import static io.jevent.http.FrameWire.PING;
import static io.jevent.http.FrameWire.RST_STREAM;
import static io.jevent.http.FrameWire.SETTINGS;
import static io.jevent.http.FrameWire.WINDOW_UPDATE;
import static io.jevent.http.FrameWire.bytes;
import static io.jevent.http.FrameWire.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.server.StopResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A client of HTTP/2 that vanishes before, within and after each of its frames leaves nothing. */
class Http2VanishingClientTest {

    private static final Handler SLOW = (request, response) -> {
        response.write("begun");
        response.write(new byte[100_000]); // more than the window
        response.write(request.text());
    };

    private static final List<byte[]> CONVERSATION = List.of(
            FrameWire.PREFACE.getBytes(StandardCharsets.US_ASCII),
            bytes(SETTINGS, 0, 0, new byte[] {0, 4, 0, 0, 0, 100}),
            bytes(HEADERS, END_HEADERS, 1, request("POST", "/upload")),
            bytes(DATA, 0, 1, new byte[1000]),
            bytes(HEADERS, END_HEADERS | END_STREAM, 3, request("GET", "/")),
            bytes(WINDOW_UPDATE, 0, 1, FrameWire.number(10_000)),
            bytes(PING, 0, 0, new byte[8]),
            bytes(HEADERS, 0, 5, Arrays.copyOf(request("GET", "/"), 10)),
            bytes(FrameWire.CONTINUATION, END_HEADERS, 5, tail(request("GET", "/"), 10)),
            bytes(RST_STREAM, 0, 5, FrameWire.number(8)),
            bytes(DATA, END_STREAM, 1, new byte[1000]),
            bytes(GOAWAY, 0, 0, new byte[8]));

    private static byte[] tail(byte[] all, int from) {
        return Arrays.copyOfRange(all, from, all.length);
    }

    private static void vanish(int port, int frames, int more) throws IOException {
        try (FrameWire wire = FrameWire.silent(port)) {
            for (byte[] frame : CONVERSATION.subList(0, frames)) {
                wire.send(frame);
            }
            if (more > 0) {
                wire.send(Arrays.copyOf(CONVERSATION.get(frames), more));
            }
        }
    }

    @Test
    void nothingIsLeft() throws IOException {
        try (Site site = Site.of(SLOW)) {
            for (int frames = 0; frames <= CONVERSATION.size(); frames++) {
                vanish(site.port(), frames, 0);
                if (frames < CONVERSATION.size()) {
                    vanish(site.port(), frames, 5);
                    vanish(site.port(), frames, CONVERSATION.get(frames).length - 1);
                }
            }
            StopResult ended = site.stop(Duration.ofMinutes(5));
            assertThat(ended.killed()).as("handlers that did not notice").isZero();
            assertThat(ended.left()).isZero();
            assertThat(site.server().requests()).isZero();
            assertThat(site.failures).isEmpty();
        }
    }
}
