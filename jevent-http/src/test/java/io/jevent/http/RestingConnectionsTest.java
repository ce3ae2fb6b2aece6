// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import io.jevent.internal.netty.SocketAccess;
import io.jevent.local.ContextLocal;
import io.jevent.pool.Pool;
import io.jevent.server.ServerOptions;
import io.jevent.server.StopResult;
import io.jevent.socket.Addresses;
import io.jevent.socket.StreamSocket;
import io.jevent.tls.DevelopmentCertificate;
import io.jevent.tls.TlsClient;
import io.jevent.tls.TlsServer;
import io.jevent.websocket.WebSocket;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections without a request, which have no greenlet after a second, in virtual time. */
@Timeout(120)
class RestingConnectionsTest {

    private static final Duration SHORT = Duration.ofMillis(900);
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final HttpOptions OPTIONS = HttpOptions.DEFAULTS.log(AccessLog.NONE);

    /** The greenlets that served the requests. */
    private final List<Thread> served = new ArrayList<>();

    /** A test that has waited on this thread has made a hub for it. */
    @BeforeEach
    void forgetOtherTests() {
        Hub.current().close();
    }

    @FunctionalInterface
    private interface Client {
        void talk(HttpServer server, StreamSocket socket) throws Exception;
    }

    private void with(HttpOptions options, ServerOptions how, Client client) throws Exception {
        try (Hub _ = Hub.open(VirtualTimeLoop.withInput())) {
            Jevent.run(() -> {
                var server = new HttpServer(Addresses.parse("127.0.0.1:0"), this::answer, options, how);
                server.start();
                try (StreamSocket socket = StreamSocket.connect(server.address())) {
                    client.talk(server, socket);
                } finally {
                    var _ = server.stop(Duration.ZERO);
                }
                return null;
            });
        }
    }

    private void answer(Request request, Response response) throws IOException {
        served.add(Thread.currentThread());
        response.send(request.path());
    }

    private static void ask(StreamSocket socket, String path) throws IOException {
        send(socket, "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(received(socket)).startsWith("HTTP/1.1 200 OK\r\n").endsWith(path);
    }

    private static void send(StreamSocket socket, String text) throws IOException {
        socket.sendAll(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String received(StreamSocket socket) throws IOException {
        return new String(socket.recv(1000), StandardCharsets.US_ASCII);
    }

    @Test
    void aGreenletServesUntilASecondPassesWithoutARequest() throws Exception {
        with(OPTIONS, ServerOptions.DEFAULTS, (server, socket) -> {
            ask(socket, "/1");
            Jevent.sleep(SHORT);
            ask(socket, "/2");
            Jevent.sleep(LONG);
            assertThat(served.getFirst().isAlive()).isFalse();
            assertThat(server.handlers()).isEqualTo(1);
            ask(socket, "/3");
            Jevent.sleep(SHORT);
            ask(socket, "/4");
        });
        assertThat(served.get(1)).isSameAs(served.get(0));
        assertThat(served.get(2)).isNotSameAs(served.get(0));
        assertThat(served.get(3)).isSameAs(served.get(2));
    }

    @Test
    void theIdleLimitCountsFromTheLastResponse() throws Exception {
        with(OPTIONS.idleTimeout(Duration.ofSeconds(20)), ServerOptions.DEFAULTS, (_, socket) -> {
            Jevent.sleep(SHORT);
            ask(socket, "/");
            Duration begin = Duration.ofNanos(Hub.current().now());
            assertThat(received(socket)).isEmpty();
            assertThat(Duration.ofNanos(Hub.current().now()).minus(begin))
                    .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(21));
        });
    }

    @Test
    void aSlowHeadIsRefusedAsWithoutARest() throws Exception {
        with(OPTIONS.headTimeout(Duration.ofSeconds(5)), ServerOptions.DEFAULTS, (_, socket) -> {
            ask(socket, "/");
            Jevent.sleep(LONG);
            send(socket, "GET / HT");
            Duration begin = Duration.ofNanos(Hub.current().now());
            assertThat(received(socket)).startsWith("HTTP/1.1 408 Request Timeout\r\n");
            assertThat(Duration.ofNanos(Hub.current().now()).minus(begin))
                    .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
        });
    }

    @Test
    void aClientThatLeavesEndsIt() throws Exception {
        with(OPTIONS, ServerOptions.DEFAULTS, (server, socket) -> {
            ask(socket, "/");
            Jevent.sleep(LONG);
            socket.close();
            Jevent.sleep(LONG);
            assertThat(server.handlers()).isZero();
        });
    }

    @Test
    void aClientThatResetsEndsIt() throws Exception {
        var failures = new ArrayList<Throwable>();
        with(OPTIONS, ServerOptions.DEFAULTS, (server, socket) -> {
            Hub.current().setErrorHandler((_, failure) -> failures.add(failure));
            ask(socket, "/");
            Jevent.sleep(LONG);
            SocketAccess.channelOf(socket).channel().config().setOption(ChannelOption.SO_LINGER, 0);
            socket.close();
            Jevent.sleep(LONG);
            assertThat(server.handlers()).isZero();
        });
        assertThat(failures).isEmpty();
    }

    @Test
    void aServerThatStopsEndsIt() throws Exception {
        with(OPTIONS, ServerOptions.DEFAULTS, (server, socket) -> {
            ask(socket, "/");
            Jevent.sleep(LONG);
            assertThat(server.stop(LONG)).isEqualTo(new StopResult(1, 0, 0));
            assertThat(received(socket)).isEmpty();
        });
    }

    /**
     * The greenlet that stops the server runs after the limit before the rest, and before the connection's greenlet.
     */
    @Test
    void aServerThatStopsWhenTheRestBeginsEndsIt() throws Exception {
        with(OPTIONS, ServerOptions.DEFAULTS, (server, socket) -> {
            var stop = Jevent.spawn(() -> {
                Jevent.sleep(Duration.ofSeconds(1));
                return server.stop(LONG);
            });
            Jevent.sleep();
            ask(socket, "/");
            assertThat(stop.result()).isEqualTo(new StopResult(1, 0, 0));
        });
    }

    @Test
    void aServerThatStopsAtOnceClosesIt() throws Exception {
        with(OPTIONS, ServerOptions.DEFAULTS, (server, socket) -> {
            ask(socket, "/");
            Jevent.sleep(LONG);
            var _ = server.stop(Duration.ZERO);
            assertThat(server.handlers()).isZero();
            assertThat(received(socket)).isEmpty();
        });
    }

    @Test
    void itCountsAsAConnectionOfItsClient() throws Exception {
        with(OPTIONS.maxConnectionsPerAddress(1), ServerOptions.DEFAULTS, (server, socket) -> {
            ask(socket, "/");
            Jevent.sleep(LONG);
            try (StreamSocket other = StreamSocket.connect(server.address())) {
                assertThat(received(other)).isEmpty();
            }
            socket.close();
            Jevent.sleep(LONG);
            try (StreamSocket other = StreamSocket.connect(server.address())) {
                ask(other, "/");
            }
        });
    }

    @Test
    void theGreenletsInheritWhatTheFirstOneDid() throws Exception {
        var seen = new ArrayList<String>();
        try (Hub _ = Hub.open(VirtualTimeLoop.withInput())) {
            Jevent.run(() -> {
                var name = new ContextLocal<String>("name");
                name.set("of the server");
                var server = new HttpServer(
                        Addresses.parse("127.0.0.1:0"),
                        (_, response) -> {
                            seen.add(name.get());
                            response.send("/");
                        },
                        OPTIONS,
                        ServerOptions.DEFAULTS);
                server.start();
                name.set("of the client");
                try (StreamSocket socket = StreamSocket.connect(server.address())) {
                    ask(socket, "/");
                    Jevent.sleep(LONG);
                    ask(socket, "/");
                }
                return server.stop(LONG);
            });
        }
        assertThat(seen).containsExactly("of the server", "of the server");
    }

    @Test
    void aHandlerOfAPoolKeepsItsPlaceAndItsGreenlet() throws Exception {
        try (Hub _ = Hub.open(VirtualTimeLoop.withInput())) {
            Jevent.run(() -> {
                var pool = new Pool(1);
                var how = ServerOptions.DEFAULTS.pool(pool);
                var server = new HttpServer(Addresses.parse("127.0.0.1:0"), this::answer, OPTIONS, how);
                server.start();
                try (StreamSocket socket = StreamSocket.connect(server.address())) {
                    ask(socket, "/1");
                    Jevent.sleep(LONG);
                    assertThat(pool.size()).isEqualTo(1);
                    ask(socket, "/2");
                }
                return server.stop(LONG);
            });
        }
        assertThat(served.get(1)).isSameAs(served.get(0));
    }

    @Test
    void aConnectionWithTlsRestsToo() throws Exception {
        var own = DevelopmentCertificate.create();
        with(OPTIONS, ServerOptions.DEFAULTS.wrap(TlsServer.of(own.identity())::secure), (server, plain) -> {
            TlsClient client = TlsClient.builder().trust(own.trust()).build();
            try (StreamSocket socket = client.secure(plain, "localhost")) {
                ask(socket, "/1");
                Jevent.sleep(LONG);
                assertThat(served.getFirst().isAlive()).isFalse();
                ask(socket, "/2");
                Jevent.sleep(LONG);
            }
            Jevent.sleep(LONG);
            assertThat(server.handlers()).isZero();
        });
    }

    @Test
    void aWebSocketMayFollow() throws Exception {
        try (Hub _ = Hub.open(VirtualTimeLoop.withInput())) {
            Jevent.run(() -> {
                Handler handler = (request, response) -> {
                    if (request.path().equals("/")) {
                        response.send("/");
                        return;
                    }
                    try (WebSocket socket = WebSocket.accept(request, response)) {
                        socket.send(socket.receiveText().orElseThrow());
                    }
                };
                var server = new HttpServer(Addresses.parse("127.0.0.1:0"), handler, OPTIONS, ServerOptions.DEFAULTS);
                server.start();
                try (StreamSocket socket = StreamSocket.connect(server.address())) {
                    ask(socket, "/");
                    Jevent.sleep(LONG);
                    send(socket, """
                            GET /socket HTTP/1.1\r
                            Host: a\r
                            Connection: Upgrade\r
                            Upgrade: websocket\r
                            Sec-WebSocket-Version: 13\r
                            Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
                            \r
                            """);
                    assertThat(received(socket)).startsWith("HTTP/1.1 101 ");
                    Jevent.sleep(LONG);
                    socket.sendAll(new byte[] {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, 'h', 'i'});
                    assertThat(received(socket)).contains("hi");
                }
                return server.stop(LONG);
            });
        }
    }

    @Test
    void aHubThatClosesEndsIt() throws Exception {
        var failures = new ArrayList<Throwable>();
        try (Hub hub = Hub.open(VirtualTimeLoop.withInput())) {
            hub.setErrorHandler((_, failure) -> failures.add(failure));
            Jevent.run(() -> {
                var server =
                        new HttpServer(Addresses.parse("127.0.0.1:0"), this::answer, OPTIONS, ServerOptions.DEFAULTS);
                server.start();
                StreamSocket socket = StreamSocket.connect(server.address());
                ask(socket, "/");
                Jevent.sleep(LONG);
                return null;
            });
        }
        assertThat(failures).isEmpty();
    }
}
