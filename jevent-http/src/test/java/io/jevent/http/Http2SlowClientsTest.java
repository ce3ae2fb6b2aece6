// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static io.jevent.http.FrameWire.END_HEADERS;
import static io.jevent.http.FrameWire.END_STREAM;
import static io.jevent.http.FrameWire.GOAWAY;
import static io.jevent.http.FrameWire.HEADERS;
import static io.jevent.http.FrameWire.PING;
import static io.jevent.http.FrameWire.RST_STREAM;
import static io.jevent.http.FrameWire.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import io.jevent.server.ServerOptions;
import io.jevent.socket.Addresses;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients of HTTP/2 that send or read slowly, with virtual time and default options. */
@Timeout(120)
class Http2SlowClientsTest {

    /** Closes the hub that a test before has left on this thread. */
    @BeforeEach
    void withoutHub() {
        Hub left = Hub.ifCurrent();
        if (left != null) {
            left.close();
        }
    }

    @FunctionalInterface
    private interface Client {
        void talk(FrameWire wire) throws IOException;
    }

    /** Serves a client on one hub with virtual time. */
    private static void withTime(Handler handler, Client client) throws Exception {
        try (Hub _ = Hub.open(VirtualTimeLoop.withInput())) {
            Jevent.run(() -> {
                var options = HttpOptions.DEFAULTS.log(AccessLog.NONE);
                var server = new HttpServer(Addresses.parse("127.0.0.1:0"), handler, options, ServerOptions.DEFAULTS);
                server.start();
                try (StreamSocket socket = StreamSocket.connect(server.address())) {
                    client.talk(FrameWire.on(socket));
                } finally {
                    var _ = server.stop(Duration.ZERO);
                }
                return null;
            });
        }
    }

    private static Duration sinceBegin() {
        return Duration.ofNanos(Hub.current().now());
    }

    @Test
    void aWindowThatStaysClosedEndsItsStreamOnly() throws Exception {
        withTime((request, response) -> response.send(new byte[request.path().equals("/large") ? 10 : 0]), wire -> {
            wire.setting(4, 0).get(1, "/large").get(3, "/");
            assertThat(wire.response(3)).isEqualTo("200 ");
            assertThat(wire.response(1)).isEqualTo("200 [RST_STREAM 2]");
            assertThat(sinceBegin()).isEqualTo(Duration.ofSeconds(5));
            assertThat(wire.get(5, "/").response(5)).isEqualTo("200 ");
        });
    }

    @Test
    void aWindowThatOpensByteByByteIsNotServedForLong() throws Exception {
        withTime((request, response) -> response.send(new byte[10_000]), wire -> {
            wire.setting(4, 0).get(1, "/");
            Greenlet<?> trickle = Jevent.spawn(() -> {
                while (true) {
                    wire.window(1, 1);
                    Jevent.sleep(Duration.ofSeconds(1));
                }
            });
            assertThat(wire.await(RST_STREAM, 1).error()).isEqualTo(2);
            trickle.kill();
            assertThat(sinceBegin()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(7));
        });
    }

    @Test
    void aBodyOfOneByteASecondGets408WhileOthersAreServed() throws Exception {
        withTime((request, response) -> response.send("" + request.bytes().length), wire -> {
            wire.post(1, "/");
            Greenlet<?> trickle = Jevent.spawn(() -> {
                while (true) {
                    wire.data(1, false, "x");
                    Jevent.sleep(Duration.ofSeconds(1));
                }
            });
            assertThat(wire.get(3, "/").response(3)).isEqualTo("200 0");
            assertThat(wire.response(1)).startsWith("408 ");
            trickle.kill();
            assertThat(sinceBegin()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(7));
        });
    }

    @Test
    void aClientThatReadsNothingIsReset() throws Exception {
        var failure = new Throwable[1];
        withTime(
                (request, response) -> {
                    try {
                        response.send(new byte[64 * 1024 * 1024]);
                    } catch (IOException e) {
                        failure[0] = e;
                        throw e;
                    }
                },
                wire -> {
                    wire.setting(4, Integer.MAX_VALUE)
                            .window(0, Integer.MAX_VALUE - 65_535)
                            .get(1, "/");
                    Jevent.sleep(Duration.ofMinutes(2));
                    assertThat(failure[0]).hasMessageContaining("read ");
                });
    }

    @Test
    void aConnectionWithoutStreamsEndsAfterTheIdleTime() throws Exception {
        withTime((request, response) -> response.send("served"), wire -> {
            assertThat(wire.get(1, "/").response(1)).isEqualTo("200 served");
            Greenlet<?> pings = Jevent.spawn(() -> {
                while (true) {
                    wire.frame(PING, 0, 0, new byte[8]);
                    Jevent.sleep(Duration.ofSeconds(10));
                }
            });
            FrameWire.Frame end = wire.await(GOAWAY);
            pings.kill();
            assertThat(end.error()).isZero();
            assertThat(sinceBegin()).isEqualTo(Duration.ofSeconds(75));
        });
    }

    /** Sends a part of a head on an idle connection, and returns when the connection ended. */
    private static void endsAfterHeadTimeout(byte[] part) throws Exception {
        withTime((request, response) -> response.send("served"), wire -> {
            assertThat(wire.get(1, "/").response(1)).isEqualTo("200 served");
            Jevent.sleep(Duration.ofSeconds(3));
            wire.send(part);
            assertThat(wire.await(GOAWAY).error()).isZero();
            assertThat(sinceBegin()).isEqualTo(Duration.ofSeconds(3 + 20));
        });
    }

    @Test
    void aPartOfAFrameEndsAfterTheTimeOfAHead() throws Exception {
        byte[] whole = FrameWire.bytes(HEADERS, END_HEADERS | END_STREAM, 3, request("GET", "/"));
        endsAfterHeadTimeout(Arrays.copyOf(whole, whole.length - 1));
        endsAfterHeadTimeout(Arrays.copyOf(whole, 4));
    }

    @Test
    void aHeaderBlockThatIsNotContinuedEndsAfterTheTimeOfAHead() throws Exception {
        endsAfterHeadTimeout(FrameWire.bytes(HEADERS, END_STREAM, 3, request("GET", "/")));
    }

    @Test
    void aHeadInPartsIsServedWithinItsTime() throws Exception {
        withTime((request, response) -> response.send("served"), wire -> {
            byte[] whole = FrameWire.bytes(HEADERS, END_HEADERS | END_STREAM, 1, request("GET", "/"));
            Jevent.sleep(Duration.ofSeconds(70));
            wire.send(Arrays.copyOf(whole, 12));
            Jevent.sleep(Duration.ofSeconds(15));
            wire.send(Arrays.copyOfRange(whole, 12, whole.length));
            assertThat(wire.response(1)).isEqualTo("200 served");
        });
    }

    @Test
    void aPingInPartsDoesNotExtendTheIdleTime() throws Exception {
        withTime((request, response) -> {}, wire -> {
            byte[] ping = FrameWire.bytes(PING, 0, 0, new byte[8]);
            Jevent.sleep(Duration.ofSeconds(60));
            wire.send(Arrays.copyOf(ping, 5));
            Jevent.sleep(Duration.ofSeconds(2));
            wire.send(Arrays.copyOfRange(ping, 5, ping.length));
            assertThat(wire.await(GOAWAY).error()).isZero();
            assertThat(sinceBegin()).isEqualTo(Duration.ofSeconds(75));
        });
    }

    @Test
    void aPrefaceWithoutSettingsEndsAfterTheTimeOfAHead() throws Exception {
        try (Hub _ = Hub.open(VirtualTimeLoop.withInput())) {
            Jevent.run(() -> {
                var server = new HttpServer("127.0.0.1:0", (request, response) -> {}, HttpOptions.DEFAULTS);
                server.start();
                try (StreamSocket socket = StreamSocket.connect(server.address())) {
                    socket.sendAll(FrameWire.PREFACE.getBytes(StandardCharsets.US_ASCII));
                    while (socket.recv(100).length > 0) {
                        // the settings of the server
                    }
                    assertThat(sinceBegin()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(22));
                } finally {
                    var _ = server.stop(Duration.ZERO);
                }
                return null;
            });
        }
    }
}
