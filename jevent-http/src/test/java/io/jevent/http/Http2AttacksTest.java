// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static io.jevent.http.FrameWire.CONTINUATION;
import static io.jevent.http.FrameWire.DATA;
import static io.jevent.http.FrameWire.END_STREAM;
import static io.jevent.http.FrameWire.HEADERS;
import static io.jevent.http.FrameWire.PING;
import static io.jevent.http.FrameWire.PRIORITY;
import static io.jevent.http.FrameWire.RST_STREAM;
import static io.jevent.http.FrameWire.SETTINGS;
import static io.jevent.http.FrameWire.block;
import static io.jevent.http.FrameWire.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import io.jevent.event.Event;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Clients of HTTP/2 that misuse it: floods of frames, and heads that are too large, with default options. */
class Http2AttacksTest {

    private static final int CALM_DOWN = 11;
    private static final int REFUSED = 7;

    /** Sends one frame again and again, and returns the end of the connection. */
    private static String flood(byte[] first, byte[] repeated) throws IOException {
        try (Site site = Site.of((request, response) -> new Event().await());
                FrameWire wire = FrameWire.to(site.port())) {
            wire.send(first);
            for (int i = 0; i < 3000; i++) {
                try {
                    wire.send(repeated);
                } catch (SocketException _) {
                    break; // the server has ended the connection
                }
            }
            String end = wire.end();
            assertThat(site.failures).isEmpty();
            return end;
        }
    }

    private static byte[] open() {
        return FrameWire.bytes(HEADERS, FrameWire.END_HEADERS, 1, request("POST", "/"));
    }

    @Test
    void framesThatAskForNothingEndTheConnection() throws IOException {
        byte[] nothing = {};
        String calm = "GOAWAY " + CALM_DOWN;
        assertThat(flood(nothing, FrameWire.bytes(SETTINGS, 0, 0)))
                .as("SETTINGS")
                .isEqualTo(calm);
        assertThat(flood(nothing, FrameWire.bytes(SETTINGS, FrameWire.ACK, 0)))
                .as("acknowledgements")
                .isIn(calm, "GOAWAY 1");
        assertThat(flood(nothing, FrameWire.bytes(PING, 0, 0, new byte[8])))
                .as("PING")
                .isEqualTo(calm);
        assertThat(flood(nothing, FrameWire.bytes(PING, FrameWire.ACK, 0, new byte[8])))
                .as("PING acknowledgements")
                .isEqualTo(calm);
        assertThat(flood(open(), FrameWire.bytes(PRIORITY, 0, 1, new byte[] {0, 0, 0, 3, 15})))
                .as("PRIORITY")
                .isEqualTo(calm);
        assertThat(flood(open(), FrameWire.bytes(FrameWire.WINDOW_UPDATE, 0, 1, FrameWire.number(1))))
                .as("WINDOW_UPDATE")
                .isEqualTo(calm);
        assertThat(flood(open(), FrameWire.bytes(DATA, 0, 1))).as("empty DATA").isEqualTo(calm);
        assertThat(flood(open(), FrameWire.bytes(0x99, 0, 1)))
                .as("unknown frames")
                .isEqualTo(calm);
        assertThat(flood(FrameWire.bytes(HEADERS, 0, 1, request("GET", "/")), FrameWire.bytes(CONTINUATION, 0, 1)))
                .as("CONTINUATION")
                .isEqualTo(calm);
    }

    /** CVE-2023-44487. */
    @Test
    void streamsThatAreResetAtOnceEndTheConnectionAndAreHardlyServed() throws IOException {
        var served = new AtomicInteger();
        try (Site site = Site.of((request, response) -> {
                    served.incrementAndGet();
                    new Event().await();
                });
                FrameWire wire = FrameWire.to(site.port())) {
            var bytes = new ByteArrayOutputStream();
            for (int stream = 1; stream < 4000; stream += 2) {
                bytes.writeBytes(
                        FrameWire.bytes(HEADERS, FrameWire.END_HEADERS | END_STREAM, stream, request("GET", "/")));
                bytes.writeBytes(FrameWire.bytes(RST_STREAM, 0, stream, FrameWire.number(8)));
            }
            try {
                wire.send(bytes.toByteArray());
            } catch (SocketException _) {
                // the server has ended the connection
            }
            assertThat(wire.end()).isEqualTo("GOAWAY " + CALM_DOWN);
            assertThat(served).hasValueLessThan(250);
            assertThat(site.failures).isEmpty();
        }
    }

    @Test
    void streamsThatTheServerMustResetEndTheConnectionToo() throws IOException {
        try (Site site = Site.of((request, response) -> new Event().await());
                FrameWire wire = FrameWire.to(site.port())) {
            try {
                for (int stream = 1; stream < 6000; stream += 2) {
                    wire.get(stream, "/").window(stream, 0);
                }
            } catch (SocketException _) {
                // the server has ended the connection
            }
            assertThat(wire.end()).isEqualTo("GOAWAY " + CALM_DOWN);
            assertThat(site.failures).isEmpty();
        }
    }

    @Test
    void moreThanHundredStreamsAreRefused() throws IOException {
        var go = new CompletableFuture<Void>();
        try (Site site = Site.of((request, response) -> {
                    var _ = Jevent.await(go);
                    response.send("served");
                });
                FrameWire wire = FrameWire.to(site.port())) {
            for (int stream = 1; stream <= 201; stream += 2) {
                wire.get(stream, "/");
            }
            FrameWire.Frame refusal = wire.await(RST_STREAM);
            assertThat(refusal.stream()).isEqualTo(201);
            assertThat(refusal.error()).isEqualTo(REFUSED);
            go.complete(null);
            assertThat(wire.response(199)).isEqualTo("200 served");
            assertThat(wire.get(203, "/").response(203)).isEqualTo("200 served");
        }
    }

    @Test
    void handlersThatGoOnAfterAResetStillCount() throws IOException {
        var go = new CompletableFuture<Void>();
        try (Site site = Site.of(
                        (request, response) -> {
                            var _ = Jevent.await(go);
                            response.send("served");
                        },
                        HttpOptions.DEFAULTS.endWhenClientLeaves(false));
                FrameWire wire = FrameWire.to(site.port())) {
            for (int stream = 1; stream < 200; stream += 2) {
                wire.get(stream, "/");
            }
            wire.frame(PING, 0, 0, new byte[8]).await(PING);
            wire.reset(1, 8).get(201, "/");
            assertThat(wire.await(RST_STREAM, 201).error()).isEqualTo(REFUSED);
            go.complete(null);
            assertThat(wire.response(3)).isEqualTo("200 served");
        }
    }

    @Test
    void headsThatTakeTooMuchMemoryTogetherAreRefused() throws IOException {
        var go = new CompletableFuture<Void>();
        try (Site site = Site.of((request, response) -> {
                    var _ = Jevent.await(go);
                    response.send("served");
                });
                FrameWire wire = FrameWire.to(site.port())) {
            String large = "y".repeat(16_000);
            for (int stream = 1; stream <= 9; stream += 2) {
                wire.get(stream, "/", "x", large);
            }
            assertThat(wire.await(RST_STREAM).error()).isEqualTo(REFUSED);
            go.complete(null);
            assertThat(wire.response(1)).isEqualTo("200 served");
            assertThat(wire.get(11, "/", "x", large).response(11)).isEqualTo("200 served");
        }
    }

    @Test
    void aHeadAboveALimitGetsTheStatusOfHttp11() throws IOException {
        try (Site site = Site.of((request, response) -> response.send("served"));
                FrameWire wire = FrameWire.to(site.port())) {
            assertThat(wire.get(1, "/" + "p".repeat(8192)).response(1)).startsWith("414 ");
            String[] lines = new String[202];
            for (int i = 0; i < lines.length; i++) {
                lines[i] = "a";
            }
            assertThat(wire.get(3, "/", lines).response(3)).startsWith("431 ");
            wire.frame(HEADERS, END_STREAM, 5, request("GET", "/", "x", "y".repeat(16_000)));
            wire.frame(CONTINUATION, 0, 5, block("x", "y".repeat(16_000)));
            wire.frame(CONTINUATION, FrameWire.END_HEADERS, 5, block("x", "y".repeat(2_000)));
            assertThat(wire.response(5)).startsWith("431 ");
            assertThat(wire.get(7, "/").response(7)).isEqualTo("200 served");
        }
    }

    /** A field of the table that is repeated costs the client one byte. */
    @Test
    void aHeaderBombIsRefused() throws IOException {
        try (Site site = Site.of((request, response) -> response.send("served"));
                FrameWire wire = FrameWire.to(site.port())) {
            var indexed = new ByteArrayOutputStream();
            indexed.writeBytes(request("GET", "/"));
            byte[] field = block("x", "y".repeat(4000));
            field[0] = 0x40;
            indexed.writeBytes(field);
            assertThat(wire.headers(1, true, indexed.toByteArray()).response(1)).isEqualTo("200 served");
            var bomb = new ByteArrayOutputStream();
            bomb.writeBytes(request("GET", "/"));
            for (int i = 0; i < 10_000; i++) {
                bomb.write(0xbe);
            }
            assertThat(wire.headers(3, true, bomb.toByteArray()).response(3)).startsWith("431 ");
            assertThat(wire.get(5, "/").response(5)).isEqualTo("200 served");
        }
    }

    /** Sends requests of which some bytes were changed, as they come out of a seed. */
    @Test
    void damagedFramesDoNotHarmTheServer() throws IOException {
        try (Site site = Site.of((request, response) -> response.send("got " + request.text()))) {
            for (int seed = 0; seed < 300; seed++) {
                try (FrameWire wire = FrameWire.to(site.port())) {
                    wire.send(damaged(new Random(seed))).shutdownOutput();
                    wire.end();
                } catch (EOFException | SocketException _) {
                    // the server has ended the connection
                }
            }
            try (FrameWire wire = FrameWire.to(site.port())) {
                assertThat(wire.get(1, "/").response(1)).isEqualTo("200 got ");
            }
            assertThat(site.failures).isEmpty();
        }
    }

    private static byte[] damaged(Random random) {
        var all = new ByteArrayOutputStream();
        for (int stream = 1; stream < 8; stream += 2) {
            all.writeBytes(FrameWire.bytes(
                    HEADERS, FrameWire.END_HEADERS, stream, request("POST", "/", "content-length", "4")));
            all.writeBytes(FrameWire.bytes(DATA, END_STREAM, stream, new byte[4]));
            all.writeBytes(FrameWire.bytes(PING, 0, 0, new byte[8]));
        }
        byte[] bytes = all.toByteArray();
        for (int i = random.nextInt(6); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
