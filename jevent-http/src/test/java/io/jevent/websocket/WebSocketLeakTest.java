// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import static io.jevent.websocket.RawPeer.FIN;
import static io.jevent.websocket.WebSocketOptions.DEFAULTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Netty's leak detector finds no leaked buffer, however a WebSocket ends. */
class WebSocketLeakTest {

    private final ConcurrentLinkedQueue<String> leaks = new ConcurrentLinkedQueue<>();
    private Level before = Level.SIMPLE;

    @BeforeEach
    void watch() {
        before = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(Level.PARANOID);
        ByteBufUtil.setLeakListener((type, records) -> leaks.add(type + " " + records));
    }

    @AfterEach
    void stopWatching() {
        ResourceLeakDetector.setLevel(before);
        ByteBufUtil.setLeakListener(null);
    }

    @Test
    void noBufferIsDroppedHoweverAWebSocketEnds() throws Exception {
        for (int i = 0; i < 10; i++) {
            for (boolean ahead : new boolean[] {true, false}) {
                OnHub.echo(DEFAULTS.readAhead(ahead), WebSocketLeakTest::visit);
            }
            OnHub.serve(DEFAULTS.readAhead(false), socket -> Jevent.sleep(), WebSocketLeakTest::visit);
            OnHub.serve(
                    DEFAULTS.closeTimeout(Duration.ofMillis(20)),
                    socket -> {
                        Greenlet<?> sender = Jevent.spawn(() -> {
                            while (true) {
                                socket.send(new byte[100_000]);
                            }
                        });
                        Jevent.idle();
                        sender.kill();
                        socket.abort();
                    },
                    port -> RawPeer.open(port).close());
        }
        for (int i = 0; i < 20 && leaks.isEmpty(); i++) {
            System.gc();
            ByteBufAllocator.DEFAULT.directBuffer(16).release();
        }
        assertThat(leaks).isEmpty();
    }

    private static void visit(int port) throws Exception {
        String text = "long enough to be compressed ".repeat(100);
        try (var vanishing = RawPeer.open(port, CompressionTest.OFFER)) {
            vanishing.frame(RawPeer.TEXT, "half");
            vanishing.send(RawPeer.head(RawPeer.CONTINUATION, 1000, true).toByteArray());
            vanishing.send(new byte[100]);
            Jevent.sleep();
            vanishing.vanish();
        }
        try (var wrong = RawPeer.open(port, CompressionTest.OFFER)) {
            wrong.frame(FIN | CompressionTest.RSV1 | RawPeer.TEXT, new byte[] {-1, -1, -1});
            wrong.frame(FIN | RawPeer.PING, "p");
            Jevent.sleep();
        }
        try (var socket = WebSocket.connect(ClientTest.at(port))) {
            socket.send(text);
            socket.send(new byte[5000]);
            Jevent.sleep();
        } catch (WebSocketClosedException _) {
            // the handler has closed first
        }
        WebSocket.connect(ClientTest.at(port)).abort();
    }
}
