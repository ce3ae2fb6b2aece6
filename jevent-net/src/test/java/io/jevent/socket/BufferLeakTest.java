// SPDX-License-Identifier: Apache-2.0
package io.jevent.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that Netty's leak detector finds no leaked buffer, however a socket ends. */
@ParameterizedClass
@EnumSource(OnLoop.class)
class BufferLeakTest {

    private final OnLoop loop;
    private final ConcurrentLinkedQueue<String> leaks = new ConcurrentLinkedQueue<>();
    private Level before = Level.SIMPLE;

    BufferLeakTest(OnLoop loop) {
        this.loop = loop;
    }

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

    /** Makes the detector check the collected buffers, which it does when a buffer is allocated. */
    private void collect() {
        for (int i = 0; i < 20 && leaks.isEmpty(); i++) {
            System.gc();
            ByteBufAllocator.DEFAULT.directBuffer(16).release();
        }
    }

    @Test
    void theDetectorWorks() {
        drop();
        collect();
        assertThat(leaks).isNotEmpty();
    }

    /** Uses a new name, because the detector reports equal leaks only once. */
    private void drop() {
        for (int i = 0; i < 10; i++) {
            var _ = ByteBufAllocator.DEFAULT.directBuffer(16).writeByte(i).touch(loop);
        }
    }

    @Test
    void noBufferIsDroppedHoweverASocketEnds() throws Exception {
        for (int i = 0; i < 10; i++) {
            loop.run(() -> {
                closedWithUnreadInput();
                closedWhileSending();
                resetWithUnreadInput();
                leftOpen();
                datagrams();
            });
        }
        collect();
        assertThat(leaks).isEmpty();
    }

    private static void closedWithUnreadInput() throws IOException {
        try (var pair = StreamSocket.pair()) {
            pair.first().sendAll(new byte[50_000]);
            assertThat(pair.second().recv(10)).hasSize(10);
        }
    }

    private static void closedWhileSending() throws IOException {
        var pair = StreamSocket.pair();
        Greenlet<?> sender = Jevent.spawn(() -> {
            pair.first().sendAll(new byte[5_000_000]);
            return null;
        });
        Jevent.idle();
        pair.close();
        assertThatThrownBy(sender::result).isInstanceOf(IOException.class);
    }

    private static void resetWithUnreadInput() throws IOException {
        try (var peer = new Peer();
                var socket = StreamSocket.connect(peer.address())) {
            peer.write(new byte[30_000]);
            assertThat(socket.recv(10)).hasSize(10);
            peer.reset();
            Jevent.idle();
        }
    }

    /** Closing the hub closes the sockets that the program forgot. */
    private static void leftOpen() throws IOException {
        StreamSocket.Pair pair = StreamSocket.pair();
        pair.first().sendAll(new byte[50_000]);
        assertThat(pair.second().recv(10)).hasSize(10);
    }

    private static void datagrams() throws IOException {
        try (var socket = UdpSocket.bind("127.0.0.1:0")) {
            for (int i = 0; i < 100; i++) {
                socket.send(new byte[1000], socket.localAddress());
            }
            assertThat(socket.receive().data()).hasSize(1000);
        }
    }
}
