// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import io.jevent.server.ServerOptions;
import io.jevent.socket.Addresses;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that send or read slowly, with virtual time and default options. */
@Timeout(120)
class SlowClientsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @FunctionalInterface
    private interface Client {
        void talk(StreamSocket socket) throws IOException;
    }

    private static void with(Handler handler, Client client) throws Exception {
        try (Hub _ = Hub.open(VirtualTimeLoop.withInput())) {
            Jevent.run(() -> {
                var options = HttpOptions.DEFAULTS.log(AccessLog.NONE);
                var server = new HttpServer(Addresses.parse("127.0.0.1:0"), handler, options, ServerOptions.DEFAULTS);
                server.start();
                try (StreamSocket socket = StreamSocket.connect(server.address())) {
                    client.talk(socket);
                } finally {
                    var _ = server.stop(Duration.ZERO);
                }
                return null;
            });
        }
    }

    private static void send(StreamSocket socket, String text) throws IOException {
        socket.sendAll(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static Duration sinceBegin() {
        return Duration.ofNanos(Hub.current().now());
    }

    @Test
    void aBodyOfOneByteASecondGets408SoonAfterTheGracePeriod() throws Exception {
        for (String framing : new String[] {"Content-Length: 16000000", "Transfer-Encoding: chunked"}) {
            boolean chunked = framing.startsWith("T");
            with((request, response) -> response.send("" + request.bytes().length), socket -> {
                send(socket, "POST / HTTP/1.1\r\nHost: a\r\n" + framing + "\r\n\r\n");
                Greenlet<?> trickle = Jevent.spawn(() -> {
                    while (true) {
                        send(socket, chunked ? "1;an=extension\r\nx\r\n" : "x");
                        Jevent.sleep(SECOND);
                    }
                });
                var answer = new String(socket.recv(1000), StandardCharsets.US_ASCII);
                trickle.kill();
                assertThat(answer).startsWith("HTTP/1.1 408 Request Timeout\r\n");
                assertThat(sinceBegin()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(7));
            });
        }
    }

    @Test
    void aBodyAtTheMinimumRateIsRead() throws Exception {
        with((request, response) -> response.send("" + request.bytes().length), socket -> {
            send(socket, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 24000\r\n\r\n");
            for (int i = 0; i < 100; i++) {
                send(socket, "x".repeat(240));
                Jevent.sleep(SECOND);
            }
            assertThat(new String(socket.recv(1000), StandardCharsets.US_ASCII)).endsWith("24000");
        });
    }

    /** The kernel reports the reader's progress in steps of many seconds. */
    @Test
    void aReaderOfTenKibibytesASecondIsNeverReset() throws Exception {
        var failures = new ArrayList<Throwable>();
        with(
                (request, response) -> {
                    try {
                        response.send(new byte[20_000_000]);
                    } catch (IOException e) {
                        failures.add(e);
                        throw e;
                    }
                },
                socket -> {
                    try (SocketChannel reader =
                            SocketChannel.open(socket.remoteAddress().orElseThrow())) {
                        reader.configureBlocking(false);
                        reader.write(ByteBuffer.wrap(
                                "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
                        for (int second = 0; second < 600; second++) {
                            assertThat(reader.read(ByteBuffer.allocate(10 * 1024)))
                                    .isNotNegative();
                            Jevent.sleep(SECOND);
                        }
                    }
                    assertThat(failures).isEmpty();
                });
    }

    @Test
    void oneThatReadsNothingIsReset() throws Exception {
        var failure = new Throwable[1];
        with(
                (request, response) -> {
                    try {
                        response.send(new byte[50_000_000]);
                    } catch (IOException e) {
                        failure[0] = e;
                        throw e;
                    }
                },
                socket -> {
                    send(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                    while (failure[0] == null) {
                        Jevent.sleep(SECOND);
                    }
                    assertThat(failure[0]).hasMessageStartingWith("the client read ");
                    assertThat(sinceBegin()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(70));
                });
    }
}
