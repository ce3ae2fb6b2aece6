// SPDX-License-Identifier: Apache-2.0
package io.jevent.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import io.jevent.Timeout;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.NotYetConnectedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(OnLoop.class)
class UdpSocketTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private final OnLoop loop;

    UdpSocketTest(OnLoop loop) {
        this.loop = loop;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void exchangesDatagramsWithAPlainSocket() throws Exception {
        loop.run(() -> {
            try (var peer = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                    var socket = UdpSocket.bind("127.0.0.1:0")) {
                socket.send(bytes("ping"), peer.getLocalSocketAddress());
                var packet = new DatagramPacket(new byte[100], 100);
                Peer.aside(() -> {
                    peer.receive(packet);
                    return null;
                });
                assertThat(Arrays.copyOf(packet.getData(), packet.getLength())).isEqualTo(bytes("ping"));
                assertThat(packet.getPort()).isEqualTo(socket.localAddress().getPort());
                var waiting = Jevent.spawn(() -> socket.receive(LONG));
                Jevent.sleep();
                peer.send(new DatagramPacket(bytes("pong"), 4, socket.localAddress()));
                UdpSocket.Datagram answer = waiting.result();
                assertThat(answer.data()).isEqualTo(bytes("pong"));
                assertThat(answer.sender().getPort()).isEqualTo(peer.getLocalPort());
            }
        });
    }

    @Test
    void takesTheLongestDatagramWhole() throws Exception {
        loop.run(() -> {
            try (var one = UdpSocket.bind("127.0.0.1:0");
                    var other = UdpSocket.connect(one.localAddress())) {
                var data = new byte[UdpSocket.MAX_LENGTH];
                Arrays.fill(data, (byte) 7);
                other.send(data);
                assertThat(one.receive(LONG).data()).isEqualTo(data);
                assertThatThrownBy(() -> other.send(new byte[UdpSocket.MAX_LENGTH + 1]))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("a datagram has at most 65507 bytes: 65508");
            }
        });
    }

    @Test
    void anEmptyDatagramIsADatagram() throws Exception {
        loop.run(() -> {
            try (var echo = UdpSocket.bind("127.0.0.1:0");
                    var free = UdpSocket.bind("127.0.0.1:0");
                    var connected = UdpSocket.connect(echo.localAddress());
                    var plain = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
                var echoing = Jevent.spawn(() -> {
                    while (true) {
                        UdpSocket.Datagram datagram = echo.receive();
                        echo.send(datagram.data(), datagram.sender());
                    }
                });
                for (int length : new int[] {3, 0, 0, 3, 0}) {
                    free.send(new byte[length], echo.localAddress());
                    assertThat(free.receive(LONG).data()).hasSize(length);
                    connected.send(new byte[length]);
                    UdpSocket.Datagram answer = connected.receive(LONG);
                    assertThat(answer.data()).hasSize(length);
                    assertThat(answer.sender()).isEqualTo(echo.localAddress());
                    plain.send(new DatagramPacket(new byte[length], length, echo.localAddress()));
                    var packet = new DatagramPacket(new byte[100], 100);
                    Peer.aside(() -> {
                        plain.receive(packet);
                        return null;
                    });
                    assertThat(packet.getLength()).isEqualTo(length);
                }
                assertThat(echoing.isReady()).isFalse();
                echoing.kill();
            }
        });
    }

    @Test
    void manyEmptyDatagramsKeepTheirPlaceAmongOthers() throws Exception {
        loop.run(() -> {
            try (var receiver = UdpSocket.bind("127.0.0.1:0");
                    var sender = UdpSocket.connect(receiver.localAddress())) {
                for (int i = 0; i < 200; i++) {
                    sender.send(new byte[i % 3]);
                    sender.send(java.nio.ByteBuffer.allocate(i % 2), receiver.localAddress());
                    assertThat(receiver.receive(LONG).data()).hasSize(i % 3);
                    assertThat(receiver.receive(LONG).data()).hasSize(i % 2);
                }
            }
        });
    }

    @Test
    void aConnectedSocketKnowsItsOwnAddress() throws Exception {
        loop.run(() -> {
            try (var peer = UdpSocket.bind("127.0.0.1:0");
                    var socket = UdpSocket.connect(peer.localAddress())) {
                assertThat(socket.localAddress().getAddress()).isEqualTo(InetAddress.ofLiteral("127.0.0.1"));
                socket.send(bytes("x"));
                assertThat(peer.receive(LONG).sender()).isEqualTo(socket.localAddress());
            }
        });
    }

    @Test
    void aPeerThatIsNotThereIsTold() throws Exception {
        loop.run(() -> {
            InetSocketAddress nobody;
            try (var closed = UdpSocket.bind("127.0.0.1:0")) {
                nobody = closed.localAddress();
            }
            Jevent.idle(); // the JDK's selector closes the socket at its next selection
            try (var socket = UdpSocket.connect(nobody)) {
                socket.send(bytes("x"));
                assertThatThrownBy(() -> socket.receive(LONG))
                        .isInstanceOf(PortUnreachableException.class)
                        .hasMessageContaining(String.valueOf(nobody.getPort()));
            }
        });
    }

    @Test
    void closingAndTimePassingEndAWait() throws Exception {
        loop.run(() -> {
            var socket = UdpSocket.bind("127.0.0.1:0");
            assertThatThrownBy(() -> socket.receive(Duration.ofMillis(3)))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageStartingWith("receive timed out after PT0.003S: datagram socket /127.0.0.1");
            assertThatThrownBy(() -> socket.send(bytes("x"))).isInstanceOf(NotYetConnectedException.class);
            var waiting = Jevent.spawn(() -> socket.receive());
            Jevent.sleep();
            socket.close();
            assertThatThrownBy(waiting::result)
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("was closed by");
            assertThatThrownBy(socket::receive).hasMessageContaining("the socket is closed");
            assertThatThrownBy(
                            () -> socket.send(bytes("x"), new InetSocketAddress(InetAddress.getLoopbackAddress(), 9)))
                    .hasMessageContaining("the socket is closed");
        });
    }

    @Test
    void whoSendsAllTheTimeGivesWayAndCanBeKilled() throws Exception {
        loop.run(() -> {
            try (var socket = UdpSocket.bind("127.0.0.1:0")) {
                var sending = Jevent.spawn(() -> {
                    while (true) {
                        socket.send(bytes("x"), socket.localAddress());
                    }
                });
                for (int i = 0; i < 10; i++) {
                    Jevent.sleep();
                }
                assertThat(sending.isReady()).isFalse();
                sending.kill();
                assertThat(sending.exit()).isNotNull();
                var late = Jevent.spawn(() -> {
                    Timeout.startNew(Duration.ofMillis(5));
                    while (true) {
                        socket.send(bytes("x"), socket.localAddress());
                    }
                });
                assertThatThrownBy(late::result).isInstanceOf(Timeout.class);
            }
        });
    }

    @Test
    void keepsOnlySomeOfWhatNobodyTakes() throws Exception {
        loop.run(() -> {
            try (var receiver = UdpSocket.bind("127.0.0.1:0");
                    var sender = UdpSocket.connect(receiver.localAddress())) {
                for (int i = 0; i < 1000; i++) {
                    sender.send(new byte[] {(byte) i});
                }
                for (int got = 0; got <= 64; got++) {
                    assertThat(receiver.receive(LONG).data()[0]).isEqualTo((byte) got);
                }
            }
        });
    }
}
