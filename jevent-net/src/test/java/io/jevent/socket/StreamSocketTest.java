// SPDX-License-Identifier: Apache-2.0
package io.jevent.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.exceptions.ConcurrentObjectUseException;
import io.jevent.exceptions.InvalidThreadUseException;
import io.jevent.hub.Hub;
import io.jevent.hub.Loop;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests streams against plain sockets of the JDK, on each transport. */
@ParameterizedClass
@EnumSource(OnLoop.class)
class StreamSocketTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private final OnLoop loop;

    StreamSocketTest(OnLoop loop) {
        this.loop = loop;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void talksToAPlainServer() throws Exception {
        loop.run(() -> {
            try (var peer = new Peer();
                    var socket = StreamSocket.connect(peer.address())) {
                socket.sendAll(bytes("ping"));
                assertThat(text(peer.read(4))).isEqualTo("ping");
                peer.write(bytes("pong"));
                assertThat(text(socket.recv(100))).isEqualTo("pong");
                peer.shutdownOutput();
                assertThat(socket.recv(100)).isEmpty();
                assertThat(socket.read(ByteBuffer.allocate(1))).isEqualTo(-1);
                socket.sendAll(bytes("after the end"));
                assertThat(text(peer.read(13))).isEqualTo("after the end");
                assertThat(socket.bytesSent()).isEqualTo(17);
            }
        });
    }

    @Test
    void servesAPlainClient() throws Exception {
        loop.run(() -> {
            try (var listener = StreamListener.listen("127.0.0.1:0")) {
                var client = CompletableFuture.supplyAsync(() -> {
                    try (var socket = new java.net.Socket(InetAddress.getLoopbackAddress(), listener.port())) {
                        socket.getOutputStream().write(bytes("hello"));
                        socket.shutdownOutput();
                        return text(socket.getInputStream().readAllBytes());
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                });
                try (var socket = listener.accept()) {
                    assertThat(text(socket.inputStream().readAllBytes())).isEqualTo("hello");
                    socket.outputStream().write(bytes("goodbye"));
                }
                assertThat(Jevent.await(client)).isEqualTo("goodbye");
            }
        });
    }

    @Test
    void servesAClientInPython() throws Exception {
        String client = "import socket, sys; s = socket.create_connection(('127.0.0.1', int(sys.argv[1])));"
                + " s.sendall(b'x' * 1000000); s.shutdown(socket.SHUT_WR);"
                + " print(sum(len(b) for b in iter(lambda: s.recv(65536), b'')))";
        loop.run(() -> {
            try (var listener = StreamListener.listen(":0")) {
                var python = Jevent.spawn(() -> Peer.aside(() -> {
                    Process process = new ProcessBuilder("python3", "-c", client, "" + listener.port()).start();
                    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                }));
                try (var socket = listener.accept(LONG)) {
                    var bytes = new byte[5000];
                    for (int n; (n = socket.read(bytes, 0, bytes.length)) >= 0; ) {
                        socket.sendAll(bytes, 0, n);
                    }
                }
                assertThat(python.result().strip()).isEqualTo("1000000");
            }
        });
    }

    @Test
    void sendsMoreThanTheKernelTakesWhileThePeerReads() throws Exception {
        loop.run(() -> {
            try (var listener = StreamListener.listen("[::1]:0");
                    var client = StreamSocket.connect(listener.localAddress());
                    var server = listener.accept()) {
                var all = new byte[10_000_000];
                for (int i = 0; i < all.length; i++) {
                    all[i] = (byte) ((i * 31) >> 3);
                }
                Greenlet<?> sender = Jevent.spawn(() -> {
                    client.sendAll(all);
                    client.shutdownOutput();
                    return null;
                });
                assertThat(server.inputStream().readAllBytes()).isEqualTo(all);
                sender.join();
            }
        });
    }

    @Test
    void aRefusedConnectionNamesTheAddress() throws Exception {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        loop.run(() -> assertThatThrownBy(() -> StreamSocket.connect("127.0.0.1:" + port))
                .isInstanceOf(ConnectException.class)
                .hasMessage("cannot connect to /127.0.0.1:" + port + ": Connection refused"));
    }

    @Test
    void aNameIsLookedUp() throws Exception {
        loop.run(() -> {
            try (var listener = StreamListener.listen("localhost:0");
                    var client = StreamSocket.connect("localhost:" + listener.port(), LONG);
                    var server = listener.accept(LONG)) {
                client.sendAll(bytes("x"));
                assertThat(server.recv(1)).hasSize(1);
                assertThat(client.remoteAddress()).contains(listener.localAddress());
                assertThat(server.remoteAddress()).isEqualTo(client.localAddress());
            }
        });
    }

    @Test
    void closingUnderAReaderWakesItWithWhoDidIt() throws Exception {
        loop.run(() -> {
            try (var peer = new Peer()) {
                var socket = StreamSocket.connect(peer.address());
                var reader = Jevent.spawn(() -> socket.recv(1));
                reader.setName("reader");
                Jevent.sleep();
                socket.close();
                assertThatThrownBy(reader::result)
                        .isInstanceOf(SocketException.class)
                        .hasMessageContaining("was closed by")
                        .hasMessageContaining("127.0.0.1");
                assertThatThrownBy(() -> socket.recv(1))
                        .isInstanceOf(SocketException.class)
                        .hasMessageStartingWith("the socket is closed: stream /127.0.0.1");
                socket.close();
            }
        });
    }

    @Test
    void aSecondReaderIsRefusedWithBothNames() throws Exception {
        loop.run(() -> {
            try (var peer = new Peer();
                    var socket = StreamSocket.connect(peer.address())) {
                var first = Jevent.spawn(() -> socket.recv(1));
                first.setName("first");
                var second = Jevent.spawn(() -> assertThatThrownBy(() -> socket.recv(1))
                        .isInstanceOf(ConcurrentObjectUseException.class)
                        .hasMessageContaining("first")
                        .hasMessageContaining("second"));
                second.setName("second");
                second.result();
                peer.write(bytes("1"));
                assertThat(text(first.result())).isEqualTo("1");
            }
        });
    }

    @Test
    void aReadThatTakesTooLongSaysSo() throws Exception {
        loop.run(() -> {
            try (var peer = new Peer();
                    var socket = StreamSocket.connect(peer.address())) {
                assertThatThrownBy(() -> socket.recv(1, Duration.ofMillis(5)))
                        .isInstanceOf(SocketTimeoutException.class)
                        .hasMessageStartingWith("read timed out after PT0.005S: stream");
                assertThatThrownBy(() -> socket.recv(1, Duration.ZERO)).isInstanceOf(SocketTimeoutException.class);
                socket.setTimeout(Duration.ofMillis(5));
                assertThat(socket.timeout()).contains(Duration.ofMillis(5));
                assertThatThrownBy(() -> socket.recv(1)).isInstanceOf(SocketTimeoutException.class);
                socket.clearTimeout();
                assertThat(socket.timeout()).isEmpty();
                peer.write(bytes("late"));
                assertThat(text(socket.recv(4))).isEqualTo("late");
            }
        });
    }

    @Test
    void aResetByThePeerIsToldAfterWhatCameBefore() throws Exception {
        loop.run(() -> {
            try (var peer = new Peer();
                    var socket = StreamSocket.connect(peer.address())) {
                var reader = Jevent.spawn(() -> socket.recv(1));
                Jevent.sleep();
                peer.reset();
                assertThatThrownBy(reader::result)
                        .isInstanceOf(SocketException.class)
                        .hasMessageContaining("reset")
                        .hasMessageContaining("127.0.0.1");
            }
        });
    }

    @Test
    void anotherThreadIsRefused() throws Exception {
        loop.run(() -> {
            try (var peer = new Peer();
                    var socket = StreamSocket.connect(peer.address())) {
                assertThatThrownBy(() -> Jevent.await(CompletableFuture.runAsync(socket::close)))
                        .isInstanceOf(InvalidThreadUseException.class)
                        .hasMessageContaining("runCallback");
                assertThat(socket.isOpen()).isTrue();
            }
        });
    }

    @Test
    void anotherLoopIsRefusedWithTheRemedy() {
        try (var hub = Hub.open(new LoopOfTimersOnly())) {
            assertThatThrownBy(() -> StreamListener.listen("127.0.0.1:0"))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("loop of timers only")
                    .hasMessageContaining("jevent.loop");
            assertThat(hub.isClosed()).isFalse();
        }
    }

    @Test
    void anAddressInUseIsNamed() throws Exception {
        loop.run(() -> {
            try (var listener = StreamListener.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
                assertThatThrownBy(() -> StreamListener.listen(listener.localAddress()))
                        .isInstanceOf(java.net.BindException.class)
                        .hasMessage("cannot bind to " + listener.localAddress() + ": Address already in use");
            }
        });
    }

    /** A loop of a program's own that has no input and output. */
    private static final class LoopOfTimersOnly implements Loop {
        private final Semaphore wakeups = new Semaphore(0);

        @Override
        public long now() {
            return System.nanoTime();
        }

        @Override
        public boolean poll() {
            return false;
        }

        @Override
        public void block(long deadline, Outside outside) {
            wakeups.acquireUninterruptibly();
        }

        @Override
        public void wakeup() {
            wakeups.release();
        }

        @Override
        public boolean hasWork() {
            return false;
        }

        @Override
        public void close() {}

        @Override
        public String toString() {
            return "loop of timers only";
        }
    }
}
