// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import static io.jevent.websocket.RawPeer.FIN;
import static io.jevent.websocket.WebSocketOptions.DEFAULTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.event.AsyncResult;
import io.jevent.event.Event;
import io.jevent.exceptions.ConcurrentObjectUseException;
import io.jevent.exceptions.InvalidThreadUseException;
import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.hub.Hub;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A connection when a wait is cancelled, a peer is slow or vanishes, or the server stops. */
class WebSocketLifeTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final String MUCH = "0123456789".repeat(10_000);

    @Test
    void aReceiveThatIsCancelledLosesNothing() throws Exception {
        OnHub.echo(DEFAULTS, port -> {
            try (var socket = WebSocket.connect(ClientTest.at(port))) {
                assertThatThrownBy(() -> socket.receive(SHORT))
                        .isInstanceOf(SocketTimeoutException.class)
                        .hasMessageStartingWith("receive timed out after PT0.02S: client's end of a WebSocket");
                assertThatThrownBy(() -> {
                            try (var _ = Timeout.startNew(SHORT)) {
                                socket.receive();
                            }
                        })
                        .isInstanceOf(Timeout.class);
                Greenlet<?> receiver = Jevent.spawn(() -> socket.receive());
                Jevent.idle();
                assertThatThrownBy(() -> socket.receive())
                        .isInstanceOf(ConcurrentObjectUseException.class)
                        .hasMessageContaining("already waits to receive from client's end");
                receiver.kill();
                socket.send("still here");
                assertThat(socket.receive(LONG)).contains(new Message.Text("still here"));
            }
        });
    }

    /** Sends until backpressure blocks, since the peer reads nothing. */
    private static int fill(WebSocket socket) throws IOException {
        int sent = 0;
        while (true) {
            try {
                socket.send(MUCH, SHORT);
                sent++;
            } catch (SocketTimeoutException _) {
                return sent;
            }
        }
    }

    @Test
    void aSendThatIsCancelledSendsNothingOfItsMessage() throws Exception {
        var sent = new AsyncResult<Integer>();
        OnHub.serve(
                DEFAULTS.compression(false),
                socket -> {
                    int count = fill(socket);
                    Greenlet<?> killed = Jevent.spawn(() -> {
                        socket.send("killed");
                        return null;
                    });
                    Jevent.idle();
                    assertThat(killed.isDead()).isFalse();
                    killed.kill();
                    assertThatThrownBy(() -> socket.send("late", SHORT))
                            .isInstanceOf(SocketTimeoutException.class)
                            .hasMessageStartingWith(
                                    "send timed out after PT0.02S, and nothing of the message was sent");
                    sent.set(count);
                    socket.send("last");
                    socket.close();
                },
                port -> {
                    try (var peer = RawPeer.open(port)) {
                        int count = sent.result(LONG);
                        assertThat(count).isPositive();
                        for (int i = 0; i < count; i++) {
                            assertThat(peer.read().text()).isEqualTo(MUCH);
                        }
                        assertThat(peer.read().text()).isEqualTo("last");
                        assertThat(peer.read().code()).isEqualTo(1000);
                    }
                });
    }

    @Test
    void messagesOfSeveralGreenletsDoNotMixAndKeepTheirOrder() throws Exception {
        OnHub.serve(
                DEFAULTS.compression(false),
                socket -> {
                    var senders = new ArrayList<Greenlet<?>>();
                    for (int g = 0; g < 10; g++) {
                        String letter = Character.toString('a' + g);
                        senders.add(Jevent.spawn(() -> {
                            for (int i = 0; i < 20; i++) {
                                socket.send(letter.repeat(20_000 + i));
                            }
                            return null;
                        }));
                    }
                    Jevent.joinAll(senders);
                },
                port -> {
                    try (var peer = RawPeer.open(port)) {
                        int[] seen = new int[10];
                        for (int i = 0; i < 200; i++) {
                            String text = peer.read().text();
                            int g = text.charAt(0) - 'a';
                            assertThat(text).isEqualTo(text.substring(0, 1).repeat(20_000 + seen[g]++));
                        }
                        peer.close(1000);
                    }
                });
    }

    @Test
    @Tag("realtime")
    void aPeerThatReadsNothingIsReset() throws Exception {
        var status = new AsyncResult<CloseStatus>();
        OnHub.serve(
                DEFAULTS.stallTimeout(Duration.ofMillis(100)),
                socket -> {
                    try {
                        while (true) {
                            socket.send(new byte[100_000]);
                        }
                    } catch (WebSocketClosedException e) {
                        status.set(e.status());
                    }
                },
                port -> {
                    try (var _ = RawPeer.open(port)) {
                        assertThat(status.result(LONG))
                                .isEqualTo(new CloseStatus(1006, "the peer read nothing for PT0.1S"));
                    }
                });
    }

    @Test
    @Tag("realtime")
    void aPeerThatSendsNoPongIsResetAndOneThatDoesIsNot() throws Exception {
        var statuses = new ArrayList<CloseStatus>();
        WebSocketOptions options = DEFAULTS.heartbeat(Duration.ofMillis(30), Duration.ofMillis(150));
        OnHub.serve(
                options,
                socket -> {
                    assertThat(socket.receive()).isEmpty();
                    statuses.add(socket.status().orElseThrow());
                },
                port -> {
                    try (var good = WebSocket.connect(ClientTest.at(port), DEFAULTS);
                            var silent = RawPeer.open(port)) {
                        assertThat(silent.read().first()).isEqualTo(FIN | RawPeer.PING);
                        assertThat(silent.atEnd()).isTrue();
                        Jevent.sleep(Duration.ofMillis(300));
                        assertThat(good.isOpen()).isTrue();
                        assertThat(statuses)
                                .containsExactly(
                                        new CloseStatus(1006, "the peer did not answer a ping within PT0.15S"));
                    }
                });
    }

    @Test
    void aPeerThatVanishesInTheMiddleOfAFrameEndsReceive() throws Exception {
        var ended = new AsyncResult<CloseStatus>();
        OnHub.serve(
                DEFAULTS,
                socket -> {
                    assertThat(socket.receive()).contains(new Message.Text("whole"));
                    assertThat(socket.receive()).isEmpty();
                    ended.set(socket.status().orElseThrow());
                },
                port -> {
                    try (var peer = RawPeer.open(port)) {
                        peer.frame(FIN | RawPeer.TEXT, "whole");
                        peer.send(RawPeer.head(FIN | RawPeer.TEXT, 1000, true).toByteArray());
                        Jevent.sleep(SHORT);
                        peer.vanish();
                    }
                    assertThat(ended.result(LONG).code()).isEqualTo(1006);
                });
    }

    @Test
    void aSlowReceiverBlocksItsPeer() throws Exception {
        var go = new Event();
        OnHub.serve(
                DEFAULTS.compression(false),
                socket -> {
                    go.await();
                    OnHub.echo(socket);
                },
                port -> {
                    try (var socket = WebSocket.connect(ClientTest.at(port), DEFAULTS.compression(false))) {
                        int sent = fill(socket);
                        go.set();
                        Greenlet<Integer> reader = Jevent.spawn(() -> {
                            int count = 0;
                            while (count < sent) {
                                assertThat(socket.receiveText()).contains(MUCH);
                                count++;
                            }
                            return count;
                        });
                        assertThat(reader.result(LONG)).isEqualTo(sent);
                    }
                });
    }

    @Test
    void aServerThatStopsSendsACloseAndHandlersEndInOrder() throws Exception {
        var last = new AtomicReference<CloseStatus>();
        try (var _ = Hub.current()) {
            Jevent.run(() -> {
                var server = new HttpServer(
                        "127.0.0.1:0",
                        (request, response) -> {
                            try (var socket = WebSocket.accept(request, response)) {
                                OnHub.echo(socket);
                                last.set(socket.status().orElseThrow());
                            }
                        },
                        HttpOptions.DEFAULTS.log(AccessLog.NONE));
                server.start();
                var socket = WebSocket.connect(ClientTest.at(server.port()));
                socket.send("before");
                assertThat(socket.receiveText()).contains("before");
                Greenlet<Optional<Message>> receiver = Jevent.spawn(() -> socket.receive());
                server.stop(LONG);
                assertThat(receiver.result()).isEmpty();
                assertThat(socket.status()).contains(new CloseStatus(1001, "the server stops"));
                assertThat(last.get().code()).isEqualTo(1001);
                return null;
            });
        }
    }

    @Test
    void aHandlerThatFailsClosesWith1011AndIsReported() throws Exception {
        var reported = new ArrayList<Throwable>();
        OnHub.serve(
                DEFAULTS,
                socket -> {
                    Hub.current().setErrorHandler((_, failure) -> reported.add(failure));
                    throw new IllegalStateException("broken");
                },
                port -> {
                    try (var socket = WebSocket.connect(ClientTest.at(port))) {
                        assertThat(socket.receive()).isEmpty();
                        assertThat(socket.status()).contains(new CloseStatus(1011, ""));
                    }
                });
        assertThat(reported).extracting(Throwable::getMessage).containsExactly("broken");
    }

    @Test
    void aHandlerWhosePeerHasGoneFailsQuietly() throws Exception {
        var reported = new ArrayList<Throwable>();
        var ended = new Event();
        OnHub.serve(
                DEFAULTS,
                socket -> {
                    Hub.current().setErrorHandler((_, failure) -> reported.add(failure));
                    try {
                        while (true) {
                            socket.send("tick");
                            Jevent.sleep(Duration.ofMillis(1));
                        }
                    } finally {
                        ended.set();
                    }
                },
                port -> {
                    RawPeer.open(port).vanish();
                    assertThat(ended.await(LONG)).isTrue();
                });
        assertThat(reported).isEmpty();
    }

    @Test
    void pagesOfOtherSitesMayNotConnect() throws Exception {
        OnHub.echo(DEFAULTS, port -> {
            List<String> own = List.of("http://localhost", "https://localhost:443", "HTTP://LOCALHOST:80");
            List<String> others = List.of("http://evil.example", "null", "http://localhost:81", "file://", "localhost");
            for (String origin : own) {
                try (var peer = new RawPeer(port)) {
                    peer.request("/", "Origin: " + origin);
                    String first = peer.head().getFirst();
                    assertThat(first).as(origin).startsWith("HTTP/1.1 101");
                }
            }
            for (String origin : others) {
                try (var peer = new RawPeer(port)) {
                    peer.request("/", "Origin: " + origin);
                    assertThat(peer.head().getFirst()).as(origin).startsWith("HTTP/1.1 403");
                }
            }
        });
        OnHub.echo(DEFAULTS.origins("https://page.example"::equals), port -> {
            try (var _ = RawPeer.open(port, "Origin: https://page.example")) {
                assertThatThrownBy(() -> RawPeer.open(port, "Origin: http://localhost"))
                        .hasMessageContaining("403");
            }
        });
    }

    @Test
    void otherThreadsAreRefused() throws Exception {
        OnHub.echo(DEFAULTS, port -> {
            try (var socket = WebSocket.connect(ClientTest.at(port))) {
                var refused = new AsyncResult<Throwable>();
                Thread.ofPlatform().start(() -> {
                    try {
                        socket.send("from elsewhere");
                    } catch (Throwable t) {
                        refused.set(t);
                    }
                });
                assertThat(refused.result(LONG))
                        .isInstanceOf(InvalidThreadUseException.class)
                        .hasMessageContaining("use it in a greenlet of that hub");
            }
        });
    }

    @Test
    void withoutReadAheadControlFramesWaitForReceive() throws Exception {
        var go = new Event();
        OnHub.serve(
                DEFAULTS.readAhead(false),
                socket -> {
                    go.await();
                    socket.send("before");
                    assertThat(socket.receive()).isEmpty();
                },
                port -> {
                    try (var peer = RawPeer.open(port)) {
                        peer.frame(FIN | RawPeer.PING, "p");
                        peer.close(1000);
                        Jevent.sleep(SHORT);
                        go.set();
                        assertThat(peer.read().text()).isEqualTo("before");
                        assertThat(peer.read().first()).isEqualTo(FIN | RawPeer.PONG);
                        assertThat(peer.read().code()).isEqualTo(1000);
                        assertThat(peer.atEnd()).isTrue();
                    }
                });
    }

    @Test
    void aCloseThatIsNotReceivedEndsTheConnectionAtOnceIfThisEndClosesToo() throws Exception {
        var statuses = new ArrayList<CloseStatus>();
        OnHub.serve(
                DEFAULTS.readAhead(false).closeTimeout(Duration.ofDays(1)),
                socket -> {
                    Jevent.sleep(SHORT);
                    socket.close();
                    statuses.add(socket.status().orElseThrow());
                },
                port -> {
                    for (boolean first : new boolean[] {true, false}) {
                        try (var peer = RawPeer.open(port)) {
                            peer.frame(FIN | RawPeer.TEXT, "dropped");
                            if (first) {
                                peer.close(1001);
                            }
                            assertThat(peer.read().opcode()).isEqualTo(RawPeer.CLOSE);
                            if (!first) {
                                peer.close(1001);
                            }
                            assertThat(peer.atEnd()).isTrue();
                        }
                    }
                });
        assertThat(statuses).containsExactly(new CloseStatus(1001, ""), new CloseStatus(1001, ""));
    }

    @Test
    void theResponseToTheLastMessageIsSentBeforeTheClose() throws Exception {
        OnHub.serve(
                DEFAULTS,
                socket -> {
                    String question = socket.receiveText().orElseThrow();
                    Jevent.sleep(SHORT);
                    socket.send("answer to " + question);
                },
                port -> {
                    try (var peer = RawPeer.open(port)) {
                        peer.frame(FIN | RawPeer.TEXT, "question");
                        peer.close(1000);
                        assertThat(peer.read().text()).isEqualTo("answer to question");
                        assertThat(peer.read().code()).isEqualTo(1000);
                    }
                });
    }

    @Test
    void aCloseThatIsCancelledEndsTheConnection() throws Exception {
        var status = new AsyncResult<CloseStatus>();
        OnHub.serve(
                DEFAULTS,
                socket -> {
                    Greenlet<?> closer = Jevent.spawn(() -> socket.close());
                    Jevent.idle();
                    closer.kill();
                    socket.close();
                    status.set(socket.status().orElseThrow());
                },
                port -> {
                    try (var peer = RawPeer.open(port)) {
                        assertThat(peer.read().code()).isEqualTo(1000);
                        assertThat(peer.atEnd()).isTrue();
                        assertThat(status.result(LONG))
                                .isEqualTo(new CloseStatus(1006, "the wait for the peer's close was cut short"));
                    }
                });
    }

    @Test
    void aCloseWithoutAResponseEndsInTime() throws Exception {
        OnHub.serve(DEFAULTS.closeTimeout(SHORT), socket -> socket.close(4000, "enough"), port -> {
            try (var peer = RawPeer.open(port)) {
                RawPeer.Frame close = peer.read();
                assertThat(close.code()).isEqualTo(4000);
                assertThat(peer.atEnd()).isTrue();
            }
        });
    }

    /** As one does whose machine fails after its close: nobody tells the client that the connection is over. */
    @Test
    void aServerThatClosesAndNeverEndsTheConnectionIsLeft() throws Exception {
        try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var gone = new CompletableFuture<Integer>();
            Thread.ofPlatform().start(() -> {
                try (Socket client = listening.accept()) {
                    gone.complete(closeOnly(client));
                } catch (IOException | RuntimeException e) {
                    gone.completeExceptionally(e);
                }
            });

            try (var _ = Hub.current()) {
                Jevent.run(() -> {
                    try (var socket =
                            WebSocket.connect(ClientTest.at(listening.getLocalPort()), DEFAULTS.closeTimeout(SHORT))) {
                        socket.close(1000, "");
                        assertThat(socket.status()).contains(new CloseStatus(1000, ""));
                    }
                    return null;
                });
            }
            assertThat(gone.get()).isEqualTo(-1);
        }
    }

    /** Accepts a WebSocket, responds to its close, and returns the next byte. */
    private static int closeOnly(Socket client) throws IOException {
        var reader = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1), 1);
        String accept = "";
        for (String line = reader.readLine(); !line.isEmpty(); line = reader.readLine()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:")) {
                accept = HandshakeHeaders.accept(
                        line.substring(line.indexOf(':') + 1).strip());
            }
        }
        var head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accept + "\r\n\r\n";
        client.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        for (int i = 0; i < 8; i++) { // the masked close
            assertThat(reader.read()).isNotNegative();
        }
        client.getOutputStream().write(new byte[] {(byte) (FIN | RawPeer.CLOSE), 2, 1000 >> 8, (byte) 1000});
        return reader.read();
    }

    @Test
    void codesAndReasonsThatMayNotBeSentAreRefused() throws Exception {
        OnHub.echo(DEFAULTS, port -> {
            try (var socket = WebSocket.connect(ClientTest.at(port))) {
                assertThatThrownBy(() -> socket.close(1005, ""))
                        .hasMessage("the code of a close must be 1000 to 1003, 1007 to 1014 or 3000 to 4999: 1005");
                assertThatThrownBy(() -> socket.close(1000, "x".repeat(124)))
                        .hasMessage("the reason of a close must have at most 123 bytes in UTF-8: 124");
                assertThat(socket.isOpen()).isTrue();
            }
        });
    }
}
