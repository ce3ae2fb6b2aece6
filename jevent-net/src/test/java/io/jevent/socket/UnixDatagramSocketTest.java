// SPDX-License-Identifier: Apache-2.0
package io.jevent.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import io.jevent.select.Select;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.NotYetConnectedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests Unix domain datagrams on epoll; the JDK has no such sockets. */
class UnixDatagramSocketTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    private Path folder;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void exchangesDatagramsAndKnowsTheSender() throws Exception {
        OnLoop.EPOLL.run(() -> {
            Path here = folder.resolve("here");
            Path there = folder.resolve("there");
            try (var one = UnixDatagramSocket.bind(here);
                    var other = UnixDatagramSocket.bind(there)) {
                one.send(bytes("ping"), there);
                UnixDatagramSocket.Datagram ping = other.receive(LONG);
                assertThat(ping.data()).isEqualTo(bytes("ping"));
                assertThat(ping.sender()).contains(UnixDomainSocketAddress.of(here));
                other.send(ByteBuffer.wrap(bytes("pong")), ping.sender().orElseThrow());
                assertThat(one.receive().data()).isEqualTo(bytes("pong"));
                assertThat(one.localAddress()).contains(UnixDomainSocketAddress.of(here));
                assertThat(one).hasToString("datagram socket " + here);
            }
            assertThat(here).as("the path of a socket that is closed").exists();
        });
    }

    @Test
    void anEmptyDatagramIsADatagram() throws Exception {
        OnLoop.EPOLL.run(() -> {
            Path path = folder.resolve("server");
            try (var server = UnixDatagramSocket.bind(path);
                    var client = UnixDatagramSocket.bind(folder.resolve("client"));
                    var connected = UnixDatagramSocket.connect(path, folder.resolve("connected"))) {
                for (int length : new int[] {0, 2, 0, 0}) {
                    client.send(new byte[length], path);
                    UnixDatagramSocket.Datagram first = server.receive(LONG);
                    assertThat(first.data()).hasSize(length);
                    server.send(ByteBuffer.allocate(length), first.sender().orElseThrow());
                    assertThat(client.receive(LONG).data()).hasSize(length);
                    connected.send(new byte[length]);
                    UnixDatagramSocket.Datagram second = server.receive(LONG);
                    assertThat(second.data()).hasSize(length);
                    server.send(ByteBuffer.allocate(length), second.sender().orElseThrow());
                    assertThat(connected.receive(LONG).data()).hasSize(length);
                }
                assertThatThrownBy(() -> client.send(new byte[0], folder.resolve("nothing")))
                        .isInstanceOf(SocketException.class)
                        .hasMessageContaining("No such file or directory");
            }
        });
    }

    @Test
    void noEmptyDatagramGetsLostWhileTheReceiverIsFull() throws Exception {
        OnLoop.EPOLL.run(() -> {
            Path path = folder.resolve("server");
            try (var server = UnixDatagramSocket.bind(path);
                    var client = UnixDatagramSocket.bind(folder.resolve("client"));
                    var connected = UnixDatagramSocket.connect(path)) {
                int each = 300; // more than the receiver's queue in the kernel and its read-ahead together
                var sending = Jevent.spawn(() -> {
                    for (int i = 0; i < each; i++) {
                        client.send(new byte[0], path);
                    }
                    return null;
                });
                var sendingToo = Jevent.spawn(() -> {
                    for (int i = 0; i < each; i++) {
                        connected.send(new byte[0]);
                    }
                    return null;
                });
                for (int i = 0; i < 2 * each; i++) {
                    assertThat(server.receive(LONG).data()).isEmpty();
                }
                sending.result();
                sendingToo.result();
                assertThatThrownBy(() -> server.receive(Duration.ZERO)).isInstanceOf(SocketTimeoutException.class);
            }
        });
    }

    @Test
    void aPeerWithoutAPathIsReceivedFromButCannotBeAnswered() throws Exception {
        OnLoop.EPOLL.run(() -> {
            Path path = folder.resolve("server");
            try (var server = UnixDatagramSocket.bind(path);
                    var client = UnixDatagramSocket.connect(path)) {
                client.send(bytes("x"));
                assertThat(server.receive(LONG).sender()).isEmpty();
                assertThat(client.localAddress()).isEmpty();
                assertThatThrownBy(() -> server.send(bytes("x"))).isInstanceOf(NotYetConnectedException.class);
            }
        });
    }

    @Test
    void whoeverHasAPeerReceivesFromNobodyElse() throws Exception {
        OnLoop.EPOLL.run(() -> {
            Path peerPath = folder.resolve("peer");
            Path mine = folder.resolve("mine");
            try (var peer = UnixDatagramSocket.bind(peerPath);
                    var socket = UnixDatagramSocket.connect(peerPath, mine);
                    var stranger = UnixDatagramSocket.bind(folder.resolve("stranger"))) {
                assertThatThrownBy(() -> stranger.send(bytes("x"), mine)).isInstanceOf(SocketException.class);
                peer.send(bytes("y"), mine);
                assertThat(socket.receive(LONG).data()).isEqualTo(bytes("y"));
            }
        });
    }

    @Test
    void talksToAPlainSocketOfPython() throws Exception {
        OnLoop.EPOLL.run(() -> {
            Path path = folder.resolve("server");
            try (var server = UnixDatagramSocket.bind(path)) {
                Process client = new ProcessBuilder(
                                "python3",
                                "-c",
                                """
                                import socket, sys
                                s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
                                s.bind(sys.argv[2])
                                s.sendto(b'z' * 100000, sys.argv[1])
                                print(s.recv(100).decode())
                                """,
                                path.toString(),
                                folder.resolve("client").toString())
                        .redirectErrorStream(true)
                        .start();
                UnixDatagramSocket.Datagram datagram = server.receive(LONG);
                assertThat(datagram.data())
                        .as("longer than can be sent from here")
                        .hasSize(100_000)
                        .containsOnly('z');
                server.send(ByteBuffer.wrap(bytes("answer")), datagram.sender().orElseThrow());
                assertThat(Peer.aside(() -> new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8)))
                        .isEqualTo("answer\n");
            }
        });
    }

    @Test
    void whoSendsWaitsForRoomAndNothingIsLost() throws Exception {
        OnLoop.EPOLL.run(() -> {
            Path path = folder.resolve("slow");
            try (var receiver = UnixDatagramSocket.bind(path);
                    var peer = UnixDatagramSocket.connect(path);
                    var other = UnixDatagramSocket.bind(folder.resolve("other"))) {
                int many = 3000;
                var sending = Jevent.spawn(() -> {
                    for (int i = 0; i < many; i++) {
                        peer.send(ByteBuffer.allocate(4).putInt(i).array());
                    }
                    return "sent";
                });
                var alsoSending = Jevent.spawn(() -> {
                    for (int i = 0; i < many; i++) {
                        other.send(ByteBuffer.allocate(4).putInt(-1).array(), path);
                    }
                    return "sent";
                });
                for (int i = 0; i < 200; i++) {
                    Jevent.sleep();
                }
                assertThat(sending.isReady())
                        .as("the first has sent all before any was received")
                        .isFalse();
                assertThat(alsoSending.isReady()).as("so has the second").isFalse();
                int next = 0;
                for (int i = 0; i < 2 * many; i++) {
                    int number = ByteBuffer.wrap(receiver.receive(LONG).data()).getInt();
                    if (number >= 0) {
                        assertThat(number).isEqualTo(next++);
                    }
                }
                assertThat(next).isEqualTo(many);
                assertThat(sending.result()).isEqualTo(alsoSending.result());
            }
        });
    }

    @Test
    void aSendThatFindsNoRoomInTimeSaysSo() throws Exception {
        OnLoop.EPOLL.run(() -> {
            Path path = folder.resolve("full");
            try (var receiver = UnixDatagramSocket.bind(path);
                    var socket = UnixDatagramSocket.bind(folder.resolve("sender"))) {
                assertThat(receiver.isOpen()).isTrue();
                socket.setTimeout(Duration.ofMillis(30));
                assertThatThrownBy(() -> {
                            for (int i = 0; i < 10_000; i++) {
                                socket.send(bytes("x"), path);
                            }
                        })
                        .isInstanceOf(SocketTimeoutException.class)
                        .hasMessageStartingWith("send timed out after PT0.03S: datagram socket ");
                socket.clearTimeout();
                assertThat(socket.timeout()).isEmpty();
            }
        });
    }

    @Test
    void sendingWhereNobodyIsFails() throws Exception {
        OnLoop.EPOLL.run(() -> {
            Path gone = folder.resolve("gone");
            UnixDatagramSocket.bind(gone).close();
            try (var socket = UnixDatagramSocket.bind(folder.resolve("here"))) {
                assertThatThrownBy(() -> socket.send(bytes("x"), gone))
                        .isInstanceOf(ConnectException.class)
                        .hasMessageContaining("Connection refused")
                        .hasMessageContaining(gone.toString());
                assertThatThrownBy(() -> socket.send(bytes("x"), folder.resolve("never")))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("No such file or directory");
            }
            assertThatThrownBy(() -> UnixDatagramSocket.connect(gone)).isInstanceOf(ConnectException.class);
        });
    }

    @Test
    void aDatagramHasALongestLength() throws Exception {
        OnLoop.EPOLL.run(() -> {
            Path path = folder.resolve("long");
            try (var one = UnixDatagramSocket.bind(path);
                    var other = UnixDatagramSocket.connect(path)) {
                var data = new byte[UnixDatagramSocket.MAX_LENGTH];
                Arrays.fill(data, (byte) 7);
                other.send(data);
                assertThat(one.receive(LONG).data()).isEqualTo(data);
                assertThatThrownBy(() -> other.send(new byte[UnixDatagramSocket.MAX_LENGTH + 1]))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("a datagram has at most 65536 bytes: 65537");
            }
        });
    }

    @Test
    void closingAndTimePassingEndAWait() throws Exception {
        OnLoop.EPOLL.run(() -> {
            var socket = UnixDatagramSocket.bind(folder.resolve("x"));
            assertThatThrownBy(() -> socket.receive(Duration.ofMillis(3))).isInstanceOf(SocketTimeoutException.class);
            var waiting = Jevent.spawn(() -> socket.receive());
            Jevent.sleep();
            socket.close();
            assertThatThrownBy(waiting::result)
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("was closed by");
            assertThatThrownBy(socket::receive).hasMessageContaining("the socket is closed");
        });
    }

    @Test
    void canBeSelected() throws Exception {
        OnLoop.EPOLL.run(() -> {
            Path path = folder.resolve("x");
            try (var socket = UnixDatagramSocket.bind(path);
                    var peer = UnixDatagramSocket.connect(path)) {
                var ready = Jevent.spawn(() -> Select.select(List.of(socket), List.<UnixDatagramSocket>of()));
                Jevent.sleep();
                assertThat(ready.isReady()).isFalse();
                peer.send(bytes("x"));
                assertThat(ready.result().readable()).containsExactly(socket);
                assertThat(socket.receive(Duration.ZERO).data()).isEqualTo(bytes("x"));
            }
        });
    }

    @Test
    void takesOverOnlyAPathThatNobodyHas() throws Exception {
        OnLoop.EPOLL.run(() -> {
            Path path = folder.resolve("x");
            UnixDatagramSocket.bind(path).close();
            try (var again = UnixDatagramSocket.bind(path)) {
                assertThatThrownBy(() -> UnixDatagramSocket.bind(path))
                        .isInstanceOf(BindException.class)
                        .hasMessage("cannot bind to " + path + ": Address already in use by another socket");
                try (var peer = UnixDatagramSocket.connect(path)) {
                    peer.send(bytes("still there"));
                    assertThat(again.receive(LONG).data()).isEqualTo(bytes("still there"));
                }
            }
            Path file = Files.writeString(folder.resolve("file"), "precious");
            assertThatThrownBy(() -> UnixDatagramSocket.bind(file))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("by something that is not a socket");
            assertThat(file).hasContent("precious");
        });
    }

    @Test
    void theJdksSelectorSaysThatItHasNone() throws Exception {
        OnLoop.NIO.run(() -> assertThatThrownBy(() -> UnixDatagramSocket.bind(folder.resolve("x")))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("jevent.loop=netty-epoll"));
    }
}
