// SPDX-License-Identifier: Apache-2.0
package io.jevent.monkey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Hub;
import io.jevent.monkey.patch.Patch;
import io.jevent.testing.junit.HubTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // what is closed before its time
class PatchSocketTest {

    private ServerSocket server;

    @BeforeAll
    static void patch() {
        assertThat(Monkey.isPatched(Patch.SOCKET)).isFalse();
        assertThat(Monkey.patchSocket()).isTrue();
        assertThat(Monkey.isPatched(Patch.SOCKET)).isTrue();
        assertThat(Monkey.isPatched(Patch.SELECT)).isFalse();
        assertThat(Monkey.patchSelect()).isTrue();
        assertThat(Monkey.patchSelect()).isFalse();
    }

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private Socket connected() throws IOException {
        return new Socket(server.getInetAddress(), server.getLocalPort());
    }

    private Greenlet<Integer> reader(Socket socket) {
        Greenlet<Integer> reader = Jevent.spawn(() -> socket.getInputStream().read());
        Jevent.sleep(Duration.ofMillis(5));
        return reader;
    }

    private static void echo(Socket socket) throws IOException {
        try (socket) {
            InputStream in = socket.getInputStream();
            var buffer = new byte[1000];
            int n;
            while ((n = in.read(buffer)) > 0) {
                socket.getOutputStream().write(buffer, 0, n);
            }
        }
    }

    @HubTest(realTime = true)
    void acceptConnectReadAndWriteWaitOnTheHubsLoop() throws Exception {
        Greenlet<Socket> accepting = Jevent.spawn(() -> server.accept());
        Jevent.sleep(Duration.ofMillis(5));
        assertThat(accepting.activity()).startsWith("waiting on input of file descriptor");
        try (Socket client = connected()) {
            Greenlet<Void> serving = Jevent.spawn(() -> {
                echo(accepting.result());
                return null;
            });
            client.getOutputStream().write("hello".getBytes(UTF_8));
            assertThat(client.getInputStream().readNBytes(5)).isEqualTo("hello".getBytes(UTF_8));
            var big = new byte[4_000_000];
            big[3_999_999] = 7;
            Greenlet<Void> writing = Jevent.spawn(() -> {
                client.getOutputStream().write(big);
                client.shutdownOutput();
                return null;
            });
            byte[] back = client.getInputStream().readAllBytes();
            assertThat(back).hasSize(big.length).endsWith(7);
            Jevent.joinAll(java.util.List.of(serving, writing));
        }
    }

    @HubTest(realTime = true)
    void aReadHasItsTimeLimit() throws Exception {
        try (Socket client = connected()) {
            client.setSoTimeout(20);
            assertThatThrownBy(() -> client.getInputStream().read())
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage("Read timed out");
            assertThat(client.isClosed()).isFalse();
        }
    }

    @HubTest(realTime = true)
    void aKillClosesTheSocketAsAnInterruptDoes() throws Exception {
        Socket client = connected();
        var seen = new AtomicReference<Throwable>();
        Greenlet<Integer> reader = Jevent.spawn(() -> {
            try {
                return client.getInputStream().read();
            } catch (Throwable t) {
                seen.set(t);
                throw t;
            }
        });
        Jevent.sleep(Duration.ofMillis(5));
        reader.kill();
        assertThat(seen.get()).isInstanceOf(SocketException.class).hasMessage("Closed by interrupt");
        assertThat(client.isClosed()).isTrue();
        assertThat(reader.isSuccessful()).as("killed, not failed").isTrue();
    }

    @HubTest(realTime = true)
    void aTimeoutClosesTheSocketAndComesOutOfItsBlock() throws Exception {
        Socket client = connected();
        Greenlet<Void> reader = Jevent.spawn(() -> {
            try (var _ = Timeout.startNew(Duration.ofMillis(10))) {
                client.getInputStream().read();
            }
            return null;
        });
        assertThatThrownBy(reader::result).isInstanceOf(Timeout.class);
        assertThat(client.isClosed()).isTrue();
        Jevent.sleep(Duration.ZERO);
    }

    @HubTest(realTime = true)
    void whoClosesASocketWakesItsReader() throws Exception {
        Socket client = connected();
        Greenlet<Integer> reader = reader(client);
        client.close();
        assertThatThrownBy(reader::result).isInstanceOf(SocketException.class).hasMessage("Socket closed");
    }

    /** The others have a turn before the loop watches a socket. */
    private Greenlet<Integer> readerInThatTurn(Socket socket) {
        Greenlet<Integer> reader = Jevent.spawn(() -> socket.getInputStream().read());
        Jevent.sleep(Duration.ZERO);
        return reader;
    }

    @HubTest(realTime = true)
    void whatEndsAReadMayComeBeforeTheLoopWatches() throws Exception {
        Socket killed = connected();
        readerInThatTurn(killed).kill();
        assertThat(killed.isClosed()).isTrue();

        Socket closed = connected();
        Greenlet<Integer> reader = readerInThatTurn(closed);
        closed.close();
        assertThatThrownBy(reader::result).isInstanceOf(SocketException.class).hasMessage("Socket closed");

        server.accept().close();
        server.accept().close();
        try (Socket answered = connected();
                Socket peer = server.accept()) {
            Greenlet<Integer> other = readerInThatTurn(answered);
            peer.getOutputStream().write(7);
            assertThat(other.result()).isEqualTo(7);
        }
    }

    @HubTest(realTime = true)
    void aPlatformThreadMayCloseIt() throws Exception {
        Socket client = connected();
        Greenlet<Integer> reader = reader(client);
        Thread.ofPlatform().start(() -> {
            try {
                client.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThatThrownBy(reader::result).isInstanceOf(SocketException.class).hasMessage("Socket closed");
    }

    @HubTest(realTime = true)
    void anInterruptClosesItAsTheJdkHasIt() throws Exception {
        Socket client = connected();
        var thread = new AtomicReference<Thread>();
        Greenlet<Integer> reader = Jevent.spawn(() -> {
            thread.set(Thread.currentThread());
            try {
                return client.getInputStream().read();
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
        });
        Jevent.sleep(Duration.ofMillis(5));
        thread.get().interrupt();
        assertThatThrownBy(reader::result).isInstanceOf(SocketException.class).hasMessage("Closed by interrupt");
    }

    @HubTest(realTime = true)
    void channelsWaitOnTheHubsLoopToo() throws Exception {
        try (var listening =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                var client = SocketChannel.open(listening.getLocalAddress());
                var accepted = listening.accept()) {
            var buffer = ByteBuffer.allocate(10);
            Greenlet<Integer> reader = Jevent.spawn(() -> accepted.read(buffer));
            Jevent.sleep(Duration.ofMillis(5));
            assertThat(reader.activity()).startsWith("waiting on input of file descriptor");
            client.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            assertThat(reader.result()).isEqualTo(3);
            Greenlet<Integer> closed = Jevent.spawn(() -> accepted.read(buffer));
            Jevent.sleep(Duration.ofMillis(5));
            accepted.close();
            assertThatThrownBy(closed::result).isInstanceOf(java.nio.channels.AsynchronousCloseException.class);
        }
    }

    @HubTest(realTime = true)
    void datagramsWaitOnTheHubsLoopToo() throws Exception {
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var receiving = DatagramChannel.open().bind(any);
                var sending = DatagramChannel.open().bind(any)) {
            var buffer = ByteBuffer.allocate(10);
            Greenlet<java.net.SocketAddress> receiver = Jevent.spawn(() -> receiving.receive(buffer));
            Jevent.sleep(Duration.ofMillis(5));
            assertThat(receiver.activity()).startsWith("waiting on input of file descriptor");
            sending.send(ByteBuffer.wrap(new byte[4]), receiving.getLocalAddress());
            assertThat(receiver.result()).isEqualTo(sending.getLocalAddress());
        }
    }

    @HubTest(realTime = true)
    void aSelectorWaitsOnTheHubsLoop() throws Exception {
        Pipe pipe = Pipe.open();
        try (Selector selector = Selector.open();
                var source = pipe.source();
                var sink = pipe.sink()) {
            source.configureBlocking(false);
            source.register(selector, SelectionKey.OP_READ);
            assertThat(selector.select(5)).isZero();
            Greenlet<Integer> selecting = Jevent.spawn(() -> selector.select());
            Jevent.sleep(Duration.ofMillis(5));
            assertThat(selecting.activity()).startsWith("waiting on input of file descriptor");
            sink.write(ByteBuffer.wrap(new byte[1]));
            assertThat(selecting.result()).isEqualTo(1);
            selector.selectedKeys().clear();
            source.read(ByteBuffer.allocate(1));
            Greenlet<Integer> woken = Jevent.spawn(() -> selector.select());
            Jevent.sleep(Duration.ofMillis(5));
            selector.wakeup();
            assertThat(woken.result()).isZero();
        }
    }

    @HubTest(realTime = true)
    void oneSocketServesGreenletsAndPlatformThreads() throws Exception {
        Greenlet<Void> serving = Jevent.spawn(() -> {
            echo(server.accept());
            return null;
        });
        Socket client = connected();
        client.getOutputStream().write(1);
        assertThat(client.getInputStream().read()).isEqualTo(1);
        var read = new AtomicReference<Integer>();
        Thread platform = Thread.ofPlatform().start(() -> {
            try {
                client.getOutputStream().write(2);
                read.set(client.getInputStream().read());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        while (platform.isAlive()) {
            Jevent.sleep(Duration.ofMillis(1));
        }
        assertThat(read.get()).isEqualTo(2);
        client.close();
        serving.join();
    }

    private static void writeFromOutside(Socket socket, int value) {
        Thread.ofPlatform().start(() -> {
            try {
                socket.getOutputStream().write(value);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** A thread in a static initialiser cannot leave its hub's thread: the hub waits with it, as without patches. */
    private static final class Initialised {
        static final int READ;

        static {
            try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    var client = new Socket(server.getInetAddress(), server.getLocalPort());
                    var accepted = server.accept()) {
                writeFromOutside(accepted, 9);
                READ = client.getInputStream().read();
            } catch (IOException e) {
                throw new ExceptionInInitializerError(e);
            }
        }
    }

    @HubTest(realTime = true)
    void aPinnedGreenletReadsAsWithoutPatches() {
        assertThat(Initialised.READ).isEqualTo(9);
    }

    @Test
    void platformThreadsHaveTheJdksSockets() throws Exception {
        Thread echo = Thread.ofPlatform().start(() -> {
            try {
                echo(server.accept());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        try (Socket client = connected()) {
            client.getOutputStream().write(5);
            assertThat(client.getInputStream().read()).isEqualTo(5);
        }
        echo.join();
        assertThat(Hub.ifCurrent()).isNull();
        assertThat(CurrentGreenlet.get()).isNull();
    }

    @HubTest(realTime = true)
    void otherVirtualThreadsOfTheHubHaveTheJdksSockets() throws Exception {
        Greenlet<Void> serving = Jevent.spawn(() -> {
            echo(server.accept());
            return null;
        });
        var read = new AtomicReference<Integer>();
        Thread stranger = Thread.ofVirtual().start(() -> {
            try (Socket client = connected()) {
                client.getOutputStream().write(6);
                read.set(client.getInputStream().read());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        stranger.join();
        assertThat(read.get()).isEqualTo(6);
        serving.join();
    }
}
