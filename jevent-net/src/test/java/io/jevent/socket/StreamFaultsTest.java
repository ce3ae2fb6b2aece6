// SPDX-License-Identifier: Apache-2.0
package io.jevent.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.exceptions.ConcurrentObjectUseException;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Hub;
import io.jevent.internal.netty.SocketAccess;
import io.jevent.internal.netty.StreamChannel;
import io.netty.channel.ChannelOutboundBuffer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests misbehaving peers, and greenlets that are killed or time out. */
@ParameterizedClass
@EnumSource(OnLoop.class)
class StreamFaultsTest {

    private static final byte[] MUCH = new byte[20_000_000];

    private final OnLoop loop;

    StreamFaultsTest(OnLoop loop) {
        this.loop = loop;
    }

    /** Returns the bytes that a socket buffers: output that the kernel has not taken, and unread input. */
    private static long held(StreamSocket socket) {
        StreamChannel works = SocketAccess.channelOf(socket);
        ChannelOutboundBuffer out = works.channel().unsafe().outboundBuffer();
        return works.input().available() + (out == null ? 0 : out.totalPendingWriteBytes());
    }

    private static Greenlet<?> sending(StreamSocket socket) {
        Greenlet<?> sender = Jevent.spawn(() -> {
            socket.sendAll(MUCH);
            return null;
        });
        sender.setName("sender");
        settle();
        assertThat(sender.waitingOn()).isNotNull();
        return sender;
    }

    /** Lets the hub poll its sockets several times. */
    private static void settle() {
        for (int i = 0; i < 5; i++) {
            Jevent.idle();
        }
    }

    @Test
    void aPeerThatDoesNotReadMakesTheSenderWaitAndCostsLittleMemory() throws Exception {
        loop.run(() -> {
            try (var pair = StreamSocket.pair()) {
                Greenlet<?> sender = sending(pair.first());
                for (int i = 0; i < 50; i++) {
                    settle();
                    assertThat(held(pair.first())).isLessThanOrEqualTo(70_000);
                    assertThat(held(pair.second())).isLessThanOrEqualTo(200_000);
                }
                assertThat(sender.isReady()).isFalse();
                byte[] all = pair.second().inputStream().readNBytes(MUCH.length);
                assertThat(all).hasSize(MUCH.length);
                sender.join();
                assertThat(held(pair.first())).isZero();
            }
        });
    }

    @Test
    void aFloodOfSmallPiecesThatNobodyReadsCostsLittleMemory() throws Exception {
        loop.run(() -> {
            try (var listener = StreamListener.listen("127.0.0.1:0");
                    var client = StreamSocket.connect(listener.localAddress());
                    var server = listener.accept()) {
                var one = new byte[1];
                for (int i = 0; i < 20_000; i++) {
                    client.sendAll(one);
                    if (i % 10 == 0) {
                        Jevent.idle();
                    }
                }
                settle();
                assertThat(SocketAccess.channelOf(server).input().held()).isLessThan(200_000);
                assertThat(server.inputStream().readNBytes(20_000)).hasSize(20_000);
            }
        });
    }

    @Test
    void aKilledSenderLeavesTheSocketUsableAndSaysHowFarItCame() throws Exception {
        loop.run(() -> {
            try (var pair = StreamSocket.pair()) {
                ByteBuffer source = ByteBuffer.wrap(MUCH);
                var sender = Jevent.spawn(() -> {
                    pair.first().sendAll(source);
                    return null;
                });
                settle();
                sender.kill();
                assertThat(sender.exit()).isInstanceOf(GreenletExit.class);
                long sent = pair.first().bytesSent();
                assertThat(sent).isEqualTo(source.position()).isBetween(1L, (long) MUCH.length - 1);
                var reader = Jevent.spawn(() -> pair.second().inputStream().readAllBytes());
                pair.first().sendAll(new byte[] {1, 2, 3});
                pair.first().shutdownOutput();
                byte[] got = reader.result();
                assertThat(got).hasSize((int) sent + 3);
                assertThat(Arrays.copyOfRange(got, got.length - 3, got.length)).containsExactly(1, 2, 3);
            }
        });
    }

    @Test
    void aSendThatTakesTooLongSaysHowFarItCame() throws Exception {
        loop.run(() -> {
            try (var pair = StreamSocket.pair()) {
                assertThatThrownBy(() -> pair.first().sendAll(ByteBuffer.wrap(MUCH), Duration.ofMillis(10)))
                        .isInstanceOfSatisfying(
                                SocketTimeoutException.class,
                                e -> assertThat((long) e.bytesTransferred)
                                        .isEqualTo(pair.first().bytesSent())
                                        .isPositive())
                        .hasMessageStartingWith("send timed out after PT0.01S: stream");
                var outer = new Timeout(Duration.ofMillis(5));
                assertThatThrownBy(() -> outer.run(() -> {
                            try {
                                pair.first().sendAll(MUCH);
                            } catch (IOException e) {
                                throw new IllegalStateException(e);
                            }
                        }))
                        .isSameAs(outer);
            }
        });
    }

    @Test
    void aSecondSenderIsRefusedEvenBeforeTheFirstRunsAgain() throws Exception {
        loop.run(() -> {
            try (var pair = StreamSocket.pair()) {
                Greenlet<?> sender = sending(pair.first());
                assertThatThrownBy(() -> pair.first().sendAll(new byte[1]))
                        .isInstanceOf(ConcurrentObjectUseException.class)
                        .hasMessageContaining("sender")
                        .hasMessageContaining("already waits to write to stream");
                sender.kill();
            }
        });
    }

    @Test
    void oneReadsWhileAnotherWrites() throws Exception {
        loop.run(() -> {
            try (var pair = StreamSocket.pair()) {
                Greenlet<?> sender = sending(pair.first());
                var reader = Jevent.spawn(() -> pair.first().recv(10));
                pair.second().sendAll(new byte[] {5});
                assertThat(reader.result()).containsExactly(5);
                assertThat(sender.isReady()).isFalse();
                sender.kill();
            }
        });
    }

    @Test
    void closingUnderASenderAndUnderAnAcceptorWakesThem() throws Exception {
        loop.run(() -> {
            var pair = StreamSocket.pair();
            Greenlet<?> sender = sending(pair.first());
            pair.close();
            assertThatThrownBy(sender::result)
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("was closed by");
            assertThatThrownBy(() -> pair.first().sendAll(new byte[1])).hasMessageStartingWith("the socket is closed");
            var listener = StreamListener.listen("127.0.0.1:0");
            var acceptor = Jevent.spawn(() -> listener.accept());
            settle();
            assertThatThrownBy(listener::accept).isInstanceOf(ConcurrentObjectUseException.class);
            listener.close();
            assertThatThrownBy(acceptor::result)
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("was closed by");
        });
    }

    @Test
    void shuttingDownADirectionWakesWhoWaitsInIt() throws Exception {
        loop.run(() -> {
            try (var pair = StreamSocket.pair()) {
                Greenlet<?> sender = sending(pair.first());
                var reader = Jevent.spawn(() -> pair.first().recv(1));
                settle();
                pair.first().shutdownInput();
                assertThatThrownBy(reader::result).hasMessageStartingWith("the input was shut down by");
                assertThat(pair.first().recv(1)).isEmpty();
                assertThat(sender.isReady()).isFalse();
                pair.first().shutdownOutput();
                assertThatThrownBy(sender::result).hasMessageStartingWith("the output was shut down by");
                assertThatThrownBy(() -> pair.first().sendAll(new byte[1]))
                        .isInstanceOf(SocketException.class)
                        .hasMessageStartingWith("the output was shut down: stream");
            }
        });
    }

    @Test
    void aPeerThatHasEndedItsOutputStillGetsAllOfOurs() throws Exception {
        loop.run(() -> {
            try (var listener = StreamListener.listen("127.0.0.1:0");
                    var client = StreamSocket.connect(listener.localAddress());
                    var server = listener.accept()) {
                client.sendAll(new byte[150_000]); // reading ahead pauses before the end
                client.shutdownOutput();
                settle();
                assertThat(server.inputStream().readAllBytes()).hasSize(150_000);
                for (int i = 0; i < 3; i++) {
                    Greenlet<?> sender = sending(server);
                    assertThat(client.inputStream().readNBytes(MUCH.length)).hasSize(MUCH.length);
                    sender.join();
                    settle();
                }
            }
        });
    }

    @Test
    void aResetWhileSendingFailsTheSender() throws Exception {
        loop.run(() -> {
            try (var peer = new Peer();
                    var socket = StreamSocket.connect(peer.address())) {
                peer.socket();
                Greenlet<?> sender = sending(socket);
                peer.reset();
                assertThatThrownBy(sender::result)
                        .isInstanceOf(SocketException.class)
                        .hasMessageContaining("127.0.0.1");
                assertThatThrownBy(() -> socket.sendAll(new byte[1])).isInstanceOf(SocketException.class);
            }
        });
    }

    @Test
    void aResetWhileNobodyWaitsIsToldToTheNextReaderAfterTheData() throws Exception {
        loop.run(() -> {
            try (var peer = new Peer();
                    var socket = StreamSocket.connect(peer.address())) {
                peer.write(new byte[] {1, 2});
                assertThat(socket.recv(1)).containsExactly(1);
                peer.reset();
                settle();
                assertThat(socket.recv(10)).containsExactly(2);
                for (int i = 0; i < 2; i++) {
                    assertThatThrownBy(() -> socket.recv(1))
                            .isInstanceOf(SocketException.class)
                            .hasMessageStartingWith("Connection reset");
                }
            }
        });
    }

    @Test
    void whatThePeerSaidBeforeItClosedCanBeReadThoughSendingFails() throws Exception {
        loop.run(() -> {
            try (var pair = StreamSocket.pair()) {
                pair.second().sendAll("too large".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                pair.second().close();
                assertThatThrownBy(() -> {
                            while (true) {
                                pair.first().sendAll(new byte[1000]);
                            }
                        })
                        .isInstanceOf(SocketException.class);
                assertThat(new String(pair.first().recv(100), java.nio.charset.StandardCharsets.US_ASCII))
                        .isEqualTo("too large");
            }
        });
    }

    @Test
    void aConnectThatNobodyAnswersEndsInTimeAndLeavesNothingOpen() throws Exception {
        loop.run(() -> {
            try (var full = new ServerSocket(0, 1)) {
                var fillers = new ArrayList<java.net.Socket>();
                for (int i = 0; i < 3; i++) { // more than the backlog: further connections get no response
                    var filler = new java.net.Socket();
                    fillers.add(filler);
                    try {
                        filler.connect(full.getLocalSocketAddress(), 50);
                    } catch (SocketTimeoutException e) {
                        break;
                    }
                }
                long before = descriptors();
                String address = "127.0.0.1:" + full.getLocalPort();
                assertThatThrownBy(() -> StreamSocket.connect(address, Duration.ofMillis(20)))
                        .isInstanceOf(SocketTimeoutException.class)
                        .hasMessage("connect timed out after PT0.02S: /" + address);
                Greenlet<?> connecting = Jevent.spawn(() -> StreamSocket.connect(address));
                settle();
                assertThat(connecting.waitingOn()).isNotNull();
                connecting.kill();
                settle();
                assertThat(descriptors()).isLessThanOrEqualTo(before);
                for (var filler : fillers) {
                    filler.close();
                }
            }
        });
    }

    @Test
    void aPairWhoseMakingIsCutShortLeavesNothingOpen() throws Exception {
        loop.run(() -> {
            Hub.current().setErrorStream(null); // the failures are intended
            StreamSocket.pair().close();
            settle();
            long before = descriptors();
            for (int i = 0; i < 50; i++) {
                Greenlet<?> making = Jevent.spawn(() -> StreamSocket.pair());
                while (making.waitingOn() == null) {
                    Jevent.sleep();
                }
                var enough = new IOException("enough");
                making.interrupt(enough);
                making.join();
                assertThat(making.exception()).isSameAs(enough);
            }
            settle();
            assertThat(descriptors()).isLessThanOrEqualTo(before);
            StreamSocket.pair().close();
        });
    }

    @Test
    void whoSendsOrReadsAllTheTimeDoesNotKeepTheOthersOff() throws Exception {
        loop.run(() -> {
            try (var pair = StreamSocket.pair()) {
                var stop = new AtomicBoolean();
                Greenlet<?> source = Jevent.spawn(() -> {
                    while (!stop.get()) {
                        pair.first().sendAll(new byte[100]);
                    }
                    pair.first().shutdownOutput();
                    return null;
                });
                Greenlet<?> sink = Jevent.spawn(() -> {
                    var buffer = new byte[100];
                    while (pair.second().read(buffer, 0, 100) > 0) {}
                    return null;
                });
                int turns = 0;
                for (; turns < 1000; turns++) {
                    Jevent.sleep();
                }
                for (int i = 0; i < 5; i++) {
                    Jevent.sleep(Duration.ofMillis(1));
                }
                assertThat(source.isReady() || sink.isReady()).isFalse();
                stop.set(true);
                source.join();
                sink.join();
            }
        });
    }

    @Test
    void tenThousandConnectionsInARowLeaveNothingBehind() throws Exception {
        loop.run(() -> {
            try (var listener = StreamListener.listen("127.0.0.1:0")) {
                Greenlet<?> server = Jevent.spawn(() -> {
                    while (true) {
                        StreamSocket socket = listener.accept();
                        var _ = Jevent.spawn(() -> {
                            try (socket) {
                                socket.sendAll(socket.recv(10));
                            }
                            return null;
                        });
                    }
                });
                visit(listener, 100);
                long descriptors = descriptors();
                int greenlets = Hub.current().greenletCount();
                visit(listener, 10_000);
                assertThat(descriptors()).isLessThanOrEqualTo(descriptors + 2);
                assertThat(Hub.current().greenletCount()).isEqualTo(greenlets);
                server.kill();
            }
        });
    }

    private static void visit(StreamListener listener, int times) throws IOException {
        var data = new byte[] {1, 2, 3};
        for (int i = 0; i < times; i++) {
            try (var client = StreamSocket.connect(listener.localAddress())) {
                client.sendAll(data);
                assertThat(client.recv(3)).isNotEmpty();
                if (i % 2 == 0) {
                    assertThat(client.recv(3)).isEmpty();
                }
            }
        }
        settle();
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    @Test
    void sendsFilesAndPartsOfThem(@TempDir Path directory) throws Exception {
        var content = new byte[3_000_000];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) ((i * 7) >> 4);
        }
        Path path = Files.write(directory.resolve("file"), content);
        loop.run(() -> {
            try (var pair = StreamSocket.pair();
                    var file = FileChannel.open(path, StandardOpenOption.READ)) {
                Greenlet<?> sender = Jevent.spawn(() -> {
                    assertThat(pair.first().sendFile(file, 0, Long.MAX_VALUE)).isEqualTo(content.length);
                    assertThat(pair.first().sendFile(file, 10, 5)).isEqualTo(5);
                    assertThat(pair.first().sendFile(file, content.length, 5)).isZero();
                    pair.first().shutdownOutput();
                    return null;
                });
                byte[] got = pair.second().inputStream().readAllBytes();
                sender.join();
                assertThat(Arrays.copyOf(got, content.length)).isEqualTo(content);
                assertThat(Arrays.copyOfRange(got, content.length, got.length))
                        .isEqualTo(Arrays.copyOfRange(content, 10, 15));
                assertThat(file.isOpen()).isTrue();
                assertThat(pair.first().bytesSent()).isEqualTo(content.length + 5L);
            }
        });
    }

    @Test
    void aFileWhoseSendingWasCutShortIsNotReadAnyMore(@TempDir Path directory) throws Exception {
        Path path = Files.write(directory.resolve("file"), MUCH);
        loop.run(() -> {
            try (var pair = StreamSocket.pair()) {
                Greenlet<?> sender = Jevent.spawn(() -> {
                    try (var file = FileChannel.open(path, StandardOpenOption.READ)) {
                        return pair.first().sendFile(file, 0, MUCH.length);
                    }
                });
                settle();
                sender.kill();
                long sent = pair.first().bytesSent();
                assertThat(sent).isBetween(1L, MUCH.length - 1L);
                var reader = Jevent.spawn(() -> pair.second().inputStream().readAllBytes());
                pair.first().sendAll(new byte[] {9});
                pair.first().shutdownOutput();
                byte[] got = reader.result();
                assertThat(got).hasSize((int) sent + 1);
                assertThat(got[got.length - 1]).isEqualTo((byte) 9);
            }
        });
    }
}
