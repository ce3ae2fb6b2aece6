// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.dns.Dns;
import io.jevent.server.StreamServer;
import io.jevent.sim.Node;
import io.jevent.sim.Sim;
import io.jevent.sim.Simulation;
import io.jevent.socket.StreamSocket;
import io.jevent.socket.UdpSocket;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** jevent's own sockets over a simulated network. */
class SimulatedSocketsTest {

    private static void run(int schedules, Simulation.Body body) {
        var _ = Simulation.named("test").schedules(schedules).run(body);
    }

    private static Duration ms(long millis) {
        return Duration.ofMillis(millis);
    }

    private static void echo(StreamSocket socket) throws IOException {
        try (socket) {
            byte[] bytes = socket.recv(4096);
            while (bytes.length > 0) {
                socket.sendAll(bytes);
                bytes = socket.recv(4096);
            }
        }
    }

    private static Node echoServer(Sim sim) {
        return sim.node(
                "server", "10.0.0.1", _ -> new StreamServer("0.0.0.0:7", SimulatedSocketsTest::echo).serveForever());
    }

    private static String ask(StreamSocket socket, String text) throws IOException {
        socket.sendAll(text.getBytes(UTF_8));
        var answer = new StringBuilder();
        while (answer.length() < text.length()) {
            byte[] bytes = socket.recv(100);
            if (bytes.length == 0) {
                throw new EOFException("after " + answer);
            }
            answer.append(new String(bytes, UTF_8));
        }
        return answer.toString();
    }

    @Test
    void nodesTalkByTheirNames() {
        run(200, sim -> {
            var _ = echoServer(sim);
            Greenlet<String> client = sim.client(() -> {
                try (var socket = StreamSocket.connect("server:7")) {
                    assertThat(socket.remoteAddress()).contains(new InetSocketAddress(Dns.address("10.0.0.1"), 7));
                    return ask(socket, "hello") + ask(socket, " world");
                }
            });
            assertThat(client.get()).isEqualTo("hello world");
            assertThat(sim.time().now()).isBetween(ms(6), ms(100));
        });
    }

    @Test
    void theTestItselfHasLoopbackAndAllPorts() {
        run(10, _ -> {
            var server = new StreamServer("127.0.0.1:0", SimulatedSocketsTest::echo);
            server.start();
            try (var socket = StreamSocket.connect(server.address())) {
                assertThat(ask(socket, "hello")).isEqualTo("hello");
            }
            assertThatThrownBy(() -> StreamSocket.connect("127.0.0.1:1")).isInstanceOf(ConnectException.class);
            assertThatThrownBy(() -> new StreamServer("0.0.0.0:" + port(server), _ -> {}).start())
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("Address already in use");
            server.stop();
            try (var pair = StreamSocket.pair()) {
                pair.first().sendAll(new byte[] {7});
                assertThat(pair.second().recv(1)).containsExactly(7);
            }
        });
    }

    private static int port(StreamServer server) {
        return ((InetSocketAddress) server.address()).getPort();
    }

    @Test
    void connectsFailAsOnARealNetwork() {
        run(20, sim -> {
            Node server = echoServer(sim);
            Node other = sim.node("other", "10.0.0.2");
            Jevent.sleep(ms(1));
            assertThatThrownBy(() -> StreamSocket.connect("server:8"))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("Connection refused");
            assertThatThrownBy(() -> StreamSocket.connect("10.9.9.9:7")).isInstanceOf(NoRouteToHostException.class);
            assertThatThrownBy(() -> StreamSocket.connect("nobody:7"))
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessageContaining("no node of the simulation has this name");
            sim.net().link(sim.testNode(), server).dropConnects(true);
            assertThatThrownBy(() -> StreamSocket.connect("server:7", Duration.ofSeconds(3)))
                    .isInstanceOf(SocketTimeoutException.class);
            Duration begin = sim.time().now();
            assertThatThrownBy(() -> StreamSocket.connect("server:7"))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("Connection timed out");
            assertThat(sim.time().now().minus(begin)).isGreaterThan(Duration.ofMinutes(2));
            sim.net().link(sim.testNode(), server).dropConnects(false).refuseConnects(true);
            assertThatThrownBy(() -> StreamSocket.connect("server:7")).isInstanceOf(ConnectException.class);
            Greenlet<?> elsewhere = other.spawn(() -> StreamSocket.connect("127.0.0.1:7"));
            assertThatThrownBy(elsewhere::get).hasRootCauseInstanceOf(ConnectException.class);
        });
    }

    @Test
    void aPartitionDelaysAConnection() {
        run(50, sim -> {
            Node server = echoServer(sim);
            try (var socket = StreamSocket.connect("server:7")) {
                assertThat(ask(socket, "a")).isEqualTo("a");
                sim.net().partition(server, sim.testNode());
                socket.sendAll(new byte[] {'b'});
                assertThatThrownBy(() -> socket.recv(1, Duration.ofSeconds(10)))
                        .isInstanceOf(SocketTimeoutException.class);
                sim.net().heal();
                assertThat(socket.recv(1)).containsExactly('b');
                sim.net().partitionOneWay(server, sim.testNode());
                socket.sendAll(new byte[] {'c'});
                assertThatThrownBy(() -> socket.recv(1, Duration.ofHours(1)))
                        .isInstanceOf(SocketTimeoutException.class);
                sim.net().heal();
                socket.sendAll(new byte[] {'d'}); // the server has given up meanwhile
                assertThatThrownBy(() -> socket.recv(1)).hasMessageContaining("Connection reset");
            }
        });
    }

    @Test
    void bytesArriveInOrderWhateverTheirSegments() {
        run(30, sim -> {
            sim.net().latency(ms(1), ms(500));
            byte[] sent = new byte[300_000];
            for (int i = 0; i < sent.length; i++) {
                sent[i] = (byte) (i * 31 + i / 256);
            }
            Node receiver = sim.node("receiver", "10.0.0.1");
            sim.net().link(sim.testNode(), receiver).loss(0.1).bandwidth(1_000_000);
            Greenlet<byte[]> got = receiver.spawn(() -> {
                var server = new byte[1][];
                var listener = new StreamServer(
                        "0.0.0.0:7", s -> server[0] = s.inputStream().readAllBytes());
                listener.start();
                while (server[0] == null) {
                    Jevent.sleep(ms(10));
                }
                return server[0];
            });
            Jevent.sleep(ms(1));
            try (var socket = StreamSocket.connect("receiver:7")) {
                socket.sendAll(sent);
            }
            assertThat(Arrays.equals(got.get(), sent)).isTrue();
            assertThat(sim.time().now()).isGreaterThan(ms(300));
        });
    }

    @Test
    void aReceiverThatDoesNotReadStopsTheSender() {
        run(5, sim -> {
            Node receiver = sim.node(
                    "receiver",
                    "10.0.0.1",
                    _ -> new StreamServer("0.0.0.0:7", _ -> Jevent.sleep(Duration.ofDays(1))).serveForever());
            Jevent.sleep(ms(1));
            try (var socket = StreamSocket.connect("receiver:7")) {
                assertThatThrownBy(() -> socket.sendAll(java.nio.ByteBuffer.allocate(1_000_000), Duration.ofMinutes(1)))
                        .isInstanceOf(SocketTimeoutException.class);
                assertThat(socket.bytesSent()).isLessThan(500_000);
            }
            assertThat(receiver.isUp()).isTrue();
        });
    }

    @Test
    void aCrashEndsConnectionsOrLeavesThemSilent() {
        List<String> seen = new ArrayList<>();
        run(100, sim -> {
            Node server = echoServer(sim);
            Jevent.sleep(ms(1));
            try (var socket = StreamSocket.connect("server:7")) {
                assertThat(ask(socket, "a")).isEqualTo("a");
                server.crash();
                try {
                    byte[] bytes = socket.recv(1, Duration.ofSeconds(1));
                    assertThat(bytes).isEmpty();
                    seen.add("end");
                } catch (SocketTimeoutException _) {
                    seen.add("silent");
                    server.restart();
                    Jevent.sleep(ms(1));
                    socket.sendAll(new byte[] {'b'});
                    assertThatThrownBy(() -> socket.recv(1)).hasMessageContaining("Connection reset");
                }
            }
        });
        assertThat(seen).contains("end", "silent");
    }

    @Test
    void resetsAndHalfOpenConnections() {
        run(50, sim -> {
            Node server = echoServer(sim);
            Jevent.sleep(ms(1));
            try (var socket = StreamSocket.connect("server:7");
                    var other = StreamSocket.connect("server:7")) {
                assertThat(ask(socket, "a")).isEqualTo("a");
                assertThat(ask(other, "a")).isEqualTo("a");
                sim.net().halfOpen(sim.testNode(), server);
                assertThatThrownBy(() -> socket.recv(1, Duration.ofMinutes(1)))
                        .isInstanceOf(SocketTimeoutException.class);
                socket.sendAll(new byte[] {'b'});
                assertThatThrownBy(() -> socket.recv(1)).isInstanceOf(SocketException.class);
                sim.net().reset(sim.testNode(), server);
                assertThatThrownBy(() -> other.recv(1)).hasMessageContaining("Connection reset");
            }
        });
    }

    @Test
    void datagramsAreLostDoubledAndOvertaken() {
        var counts = new ArrayList<Integer>();
        var orders = new ArrayList<String>();
        run(100, sim -> {
            Node receiver = sim.node("receiver", "10.0.0.1");
            sim.net().link(sim.testNode(), receiver).loss(0.2).duplicate(0.2).reorder(0.2);
            Greenlet<String> got = receiver.spawn(() -> {
                var order = new StringBuilder();
                try (var socket = UdpSocket.bind("0.0.0.0:9")) {
                    while (true) {
                        order.append(
                                new String(socket.receive(Duration.ofSeconds(1)).data(), UTF_8));
                    }
                } catch (SocketTimeoutException _) {
                    return order.toString();
                }
            });
            Jevent.sleep(ms(1));
            try (var socket = UdpSocket.connect("receiver:9")) {
                for (int i = 0; i < 8; i++) {
                    socket.send(String.valueOf(i).getBytes(UTF_8));
                }
            }
            counts.add(got.get().length());
            orders.add(got.get());
        });
        assertThat(counts).anyMatch(n -> n < 8).anyMatch(n -> n > 8);
        assertThat(orders)
                .anyMatch(order -> !order.chars()
                        .sorted()
                        .boxed()
                        .toList()
                        .equals(order.chars().boxed().toList()));
    }

    @Test
    void everyDatagramOfFiveNodesArrives() {
        int nodes = 5;
        int beats = 20;
        var received = new int[nodes];
        run(20, sim -> {
            Arrays.fill(received, 0);
            var _ = sim.nodes(nodes, "10.0.0.%d", (_, number) -> beat(nodes, number, beats, received));
            Jevent.sleep(Duration.ofMinutes(1));
            assertThat(received).containsOnly((nodes - 1) * beats);
        });
    }

    /** Sends a datagram to each other node ten times a second, and counts those of the others. */
    private static void beat(int nodes, int number, int beats, int[] received) throws IOException {
        try (var socket = UdpSocket.bind("0.0.0.0:9000")) {
            var _ = Jevent.spawn(() -> {
                while (true) {
                    assertThat(socket.receive().data()).hasSize(1);
                    received[number]++;
                }
            });
            Jevent.sleep(ms(10)); // until all nodes have bound their ports
            for (int i = 0; i < beats; i++) {
                for (int peer = 0; peer < nodes; peer++) {
                    if (peer != number) {
                        socket.send(new byte[] {1}, new InetSocketAddress("10.0.0." + (peer + 1), 9000));
                    }
                }
                Jevent.sleep(ms(100));
            }
            Jevent.sleep(Duration.ofHours(1));
        }
    }

    @Test
    void aPortThatNothingListensAtIsReportedToConnectedSockets() {
        run(5, sim -> {
            Node receiver = sim.node("receiver", "10.0.0.1");
            try (var socket = UdpSocket.connect("receiver:9")) {
                socket.send(new byte[] {1});
                assertThatThrownBy(() -> socket.receive(Duration.ofSeconds(1)))
                        .isInstanceOf(PortUnreachableException.class);
            }
            assertThat(receiver.isUp()).isTrue();
        });
    }
}
