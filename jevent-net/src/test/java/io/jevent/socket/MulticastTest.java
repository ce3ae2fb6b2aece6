// SPDX-License-Identifier: Apache-2.0
package io.jevent.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jevent.Jevent;
import java.net.DatagramPacket;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests multicast groups, mostly over the loopback interface, on each transport. */
@Tag("realtime")
@ParameterizedClass
@EnumSource(OnLoop.class)
class MulticastTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final InetAddress GROUP = InetAddress.ofLiteral("239.255.77.77");
    private static final InetAddress OTHER = InetAddress.ofLiteral("239.255.77.78");
    private static final InetAddress GROUP6 = InetAddress.ofLiteral("ff01::7777");

    private final OnLoop loop;
    private final NetworkInterface loopback;

    MulticastTest(OnLoop loop) throws Exception {
        this.loop = loop;
        this.loopback = NetworkInterface.getByInetAddress(InetAddress.ofLiteral("127.0.0.1"));
    }

    private UdpSocket sender() throws Exception {
        UdpSocket sender = UdpSocket.bind("*:0");
        sender.setOption(StandardSocketOptions.IP_MULTICAST_IF, loopback);
        return sender;
    }

    private static InetSocketAddress at(InetAddress group, UdpSocket receiver) {
        return new InetSocketAddress(group, receiver.localAddress().getPort());
    }

    private static void assertNothingComes(UdpSocket receiver) {
        assertThatThrownBy(() -> receiver.receive(SHORT)).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void receivesWhatIsSentToAGroupFromJoiningToLeaving() throws Exception {
        loop.run(() -> {
            try (var receiver = UdpSocket.bind("*:0");
                    var sender = sender()) {
                sender.send(new byte[] {1}, at(GROUP, receiver));
                assertNothingComes(receiver);
                receiver.join(GROUP, loopback);
                receiver.join(GROUP, loopback);
                sender.send(new byte[] {2}, at(GROUP, receiver));
                assertThat(receiver.receive(LONG).data()).containsExactly(2);
                receiver.leave(GROUP, loopback);
                receiver.leave(GROUP, loopback);
                sender.send(new byte[] {3}, at(GROUP, receiver));
                assertNothingComes(receiver);
            }
        });
    }

    @Test
    void everyMemberGetsACopy() throws Exception {
        loop.run(() -> {
            try (var one = UdpSocket.bind(new InetSocketAddress(0), true)) {
                InetSocketAddress shared =
                        new InetSocketAddress(one.localAddress().getPort());
                try (var two = UdpSocket.bind(shared, true);
                        var sender = sender()) {
                    one.join(GROUP, loopback);
                    two.join(GROUP, loopback);
                    var waiting = Jevent.spawn(() -> two.receive(LONG));
                    sender.send(new byte[] {9}, at(GROUP, one));
                    assertThat(one.receive(LONG).data()).containsExactly(9);
                    assertThat(waiting.result().data()).containsExactly(9);
                }
            }
        });
    }

    /** Returns an interface to other machines; the loopback interface always receives its own datagrams. */
    private static NetworkInterface outside(Class<? extends InetAddress> version) throws Exception {
        Optional<NetworkInterface> found = NetworkInterface.networkInterfaces()
                .filter(each -> leadsOutside(each) && each.inetAddresses().anyMatch(version::isInstance))
                .findFirst();
        assumeTrue(found.isPresent(), "no interface of this machine has multicast and a " + version.getSimpleName());
        return found.orElseThrow();
    }

    private static boolean leadsOutside(NetworkInterface each) {
        try {
            return each.isUp() && each.supportsMulticast() && !each.isLoopback();
        } catch (SocketException e) {
            return false;
        }
    }

    private void comesBackOnlyIfToldSo(InetAddress group, NetworkInterface on) throws Exception {
        loop.run(() -> {
            try (var receiver = UdpSocket.bind("[::]:0");
                    var sender = UdpSocket.bind("[::]:0")) {
                receiver.join(group, on);
                sender.setOption(StandardSocketOptions.IP_MULTICAST_IF, on);
                assertThat(sender.option(StandardSocketOptions.IP_MULTICAST_LOOP))
                        .isTrue();
                sender.send(new byte[] {1}, at(group, receiver));
                assertThat(receiver.receive(LONG).data()).containsExactly(1);
                sender.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, false);
                assertThat(sender.option(StandardSocketOptions.IP_MULTICAST_LOOP))
                        .isFalse();
                sender.send(new byte[] {2}, at(group, receiver));
                assertNothingComes(receiver);
                receiver.leave(group, on);
            }
        });
    }

    @Test
    void whatIsSentComesBackToThisMachineOnlyIfToldSo() throws Exception {
        comesBackOnlyIfToldSo(GROUP, outside(Inet4Address.class));
    }

    @Test
    void soItIsWithGroupsOfIpv6() throws Exception {
        comesBackOnlyIfToldSo(GROUP6, outside(Inet6Address.class));
    }

    @Test
    void hasATimeToLiveAndAnInterface() throws Exception {
        loop.run(() -> {
            try (var socket = UdpSocket.bind("*:0")) {
                assertThat(socket.option(StandardSocketOptions.IP_MULTICAST_TTL))
                        .isEqualTo(1);
                socket.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 17);
                assertThat(socket.option(StandardSocketOptions.IP_MULTICAST_TTL))
                        .isEqualTo(17);
                assertThatThrownBy(() -> socket.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 256))
                        .isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> socket.option(StandardSocketOptions.IP_MULTICAST_IF))
                        .isInstanceOf(SocketException.class)
                        .hasMessage("the option IP_MULTICAST_IF was not set: the system chooses");
                socket.setOption(StandardSocketOptions.IP_MULTICAST_IF, loopback);
                assertThat(socket.option(StandardSocketOptions.IP_MULTICAST_IF)).isEqualTo(loopback);
            }
        });
    }

    @Test
    void talksToAPlainMulticastSocket() throws Exception {
        loop.run(() -> {
            try (var plain = new MulticastSocket(0);
                    var socket = sender()) {
                plain.joinGroup(new InetSocketAddress(GROUP, 0), loopback);
                plain.setNetworkInterface(loopback);
                socket.send(new byte[] {1, 2}, new InetSocketAddress(GROUP, plain.getLocalPort()));
                var packet = new DatagramPacket(new byte[10], 10);
                Peer.aside(() -> {
                    plain.receive(packet);
                    return null;
                });
                assertThat(Arrays.copyOf(packet.getData(), packet.getLength())).containsExactly(1, 2);
                socket.join(OTHER, loopback);
                plain.send(new DatagramPacket(
                        new byte[] {3}, 1, OTHER, socket.localAddress().getPort()));
                UdpSocket.Datagram answer = socket.receive(LONG);
                assertThat(answer.data()).containsExactly(3);
                assertThat(answer.sender().getPort()).isEqualTo(plain.getLocalPort());
            }
        });
    }

    @Test
    void refusesWhatIsNoGroupAndAClosedSocket() throws Exception {
        loop.run(() -> {
            var socket = UdpSocket.bind("*:0");
            assertThatThrownBy(() -> socket.join(InetAddress.ofLiteral("192.0.2.1"), loopback))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a group must have a multicast address, from 224.0.0.0/4 or ff00::/8: 192.0.2.1");
            socket.close();
            assertThatThrownBy(() -> socket.join(GROUP, loopback))
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("the socket is closed");
        });
    }
}
