// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.sim.Node;
import io.jevent.sim.Sim;
import io.jevent.sim.Simulation;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** The sockets of the JDK over a simulated network: code that knows nothing of jevent. */
@SuppressWarnings("AddressSelection") // the names of simulated nodes have one address
class SimulatedJdkSocketsTest {

    private static void run(int schedules, Simulation.Body body) {
        var _ = Simulation.named("test").schedules(schedules).run(body);
    }

    private static void serve(int port) throws IOException {
        try (var listener = new ServerSocket(port);
                var threads = Executors.newCachedThreadPool()) {
            while (true) {
                Socket socket = listener.accept();
                threads.execute(() -> echo(socket));
            }
        }
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException _) {
            // the client is gone
        }
    }

    private static Node server(Sim sim) {
        Node node = sim.node("server", "10.0.0.1", _ -> serve(7));
        Jevent.sleep(Duration.ofMillis(1));
        return node;
    }

    private static String ask(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        return new String(socket.getInputStream().readNBytes(text.length()), UTF_8);
    }

    @Test
    void socketsAndThreads() {
        run(100, sim -> {
            Node server = server(sim);
            Greenlet<String> client = sim.client(() -> {
                try (var socket = new Socket("server", 7)) {
                    assertThat(socket.getInetAddress().getHostAddress()).isEqualTo("10.0.0.1");
                    assertThat(socket.getLocalAddress().getHostAddress()).isEqualTo("10.254.0.2");
                    socket.setTcpNoDelay(true);
                    String first = ask(socket, "hello");
                    socket.setSoTimeout(100);
                    assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
                    return first + ask(socket, " world");
                }
            });
            assertThat(client.get()).isEqualTo("hello world");
            try (var socket = new Socket("10.0.0.1", 7)) {
                assertThat(ask(socket, "a")).isEqualTo("a");
                sim.net().partition(server, sim.testNode());
                socket.setSoTimeout(1000);
                assertThatThrownBy(() -> ask(socket, "b")).isInstanceOf(SocketTimeoutException.class);
                sim.net().heal();
                assertThat(socket.getInputStream().read()).isEqualTo('b');
                sim.net().reset(server, sim.testNode());
                assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
            }
        });
    }

    @Test
    @SuppressWarnings("try") // closing while another waits is what is tested
    void failuresAreThoseOfTheJdk() {
        run(10, sim -> {
            Node _ = server(sim);
            assertThatThrownBy(() -> new Socket("server", 8)).isInstanceOf(ConnectException.class);
            assertThatThrownBy(() -> new Socket("nobody", 8)).isInstanceOf(UnknownHostException.class);
            try (var listener = new ServerSocket(0)) {
                assertThat(listener.getLocalPort()).isPositive();
                assertThatThrownBy(() -> new ServerSocket(listener.getLocalPort()))
                        .isInstanceOf(BindException.class);
                listener.setSoTimeout(10);
                assertThatThrownBy(listener::accept).isInstanceOf(SocketTimeoutException.class);
                Greenlet<?> closer = Jevent.spawn(() -> {
                    Jevent.sleep(Duration.ofMillis(5));
                    listener.close();
                    return true;
                });
                listener.setSoTimeout(0);
                assertThatThrownBy(listener::accept).isInstanceOf(SocketException.class);
                closer.join();
            }
        });
    }

    @Test
    void namesAreThoseOfTheNodes() {
        run(2, sim -> {
            Node node = sim.node("db", "10.1.2.3");
            assertThat(InetAddress.getByName("db")).isEqualTo(node.address());
            assertThat(InetAddress.getByName("localhost").isLoopbackAddress()).isTrue();
            assertThat(InetAddress.getByName("10.1.2.3").getHostName()).isEqualTo("db");
            Greenlet<String> name = node.spawn(() -> InetAddress.getLocalHost().getHostName());
            assertThat(name.get()).isEqualTo("db");
        });
        assertThatThrownBy(() -> InetAddress.getByName("db.invalid")).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void datagrams() {
        run(20, sim -> {
            Node node = sim.node("clock", "10.0.0.1", _ -> {
                try (var socket = new DatagramSocket(123)) {
                    while (true) {
                        var packet = new DatagramPacket(new byte[100], 100);
                        socket.receive(packet);
                        socket.send(new DatagramPacket(new byte[] {7}, 1, packet.getSocketAddress()));
                    }
                }
            });
            Jevent.sleep(Duration.ofMillis(1));
            try (var socket = new DatagramSocket()) {
                socket.setSoTimeout(1000);
                socket.send(new DatagramPacket(new byte[3], 3, InetAddress.getByName("clock"), 123));
                var packet = new DatagramPacket(new byte[100], 100);
                socket.receive(packet);
                assertThat(packet.getLength()).isEqualTo(1);
                assertThat(packet.getAddress()).isEqualTo(node.address());
                assertThatThrownBy(() -> socket.receive(packet)).isInstanceOf(SocketTimeoutException.class);
            }
        });
    }

    private static void serveBySelector() throws IOException {
        try (var selector = Selector.open();
                var listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(7)).configureBlocking(false);
            listener.register(selector, SelectionKey.OP_ACCEPT);
            var buffer = ByteBuffer.allocate(100);
            while (true) {
                selector.select(key -> {
                    try {
                        if (key.isAcceptable()) {
                            SocketChannel channel = ((ServerSocketChannel) key.channel()).accept();
                            channel.configureBlocking(false);
                            channel.register(selector, SelectionKey.OP_READ);
                        } else if (((SocketChannel) key.channel()).read(buffer.clear()) < 0) {
                            key.channel().close();
                        } else {
                            ((SocketChannel) key.channel()).write(buffer.flip());
                        }
                    } catch (IOException _) {
                        key.cancel();
                    }
                });
            }
        }
    }

    @Test
    void channelsAndSelectors() {
        run(50, sim -> {
            Node _ = sim.node("server", "10.0.0.1", _ -> serveBySelector());
            Jevent.sleep(Duration.ofMillis(1));
            try (var channel = SocketChannel.open(new InetSocketAddress("server", 7))) {
                channel.write(ByteBuffer.wrap("hello".getBytes(UTF_8)));
                var answer = ByteBuffer.allocate(5);
                while (answer.hasRemaining()) {
                    assertThat(channel.read(answer)).isPositive();
                }
                assertThat(new String(answer.array(), UTF_8)).isEqualTo("hello");
            }
            try (var socket = new Socket("server", 7)) {
                assertThat(ask(socket, "hello")).isEqualTo("hello");
            }
            Pipe pipe = Pipe.open();
            Greenlet<Integer> reader = Jevent.spawn(() -> pipe.source().read(ByteBuffer.allocate(10)));
            pipe.sink().write(ByteBuffer.wrap(new byte[3]));
            assertThat(reader.get()).isEqualTo(3);
        });
    }
}
