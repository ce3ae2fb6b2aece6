// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import io.jevent.internal.netty.SocketAccess;
import io.jevent.server.ServerOptions;
import io.jevent.server.StreamServer;
import io.jevent.socket.StreamSocket;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests how much memory a server keeps for clients that start a TLS handshake and never complete it, and for how long.
 */
@ParameterizedClass
@EnumSource(
        value = TlsSetting.class,
        names = {"EPOLL_JDK", "EPOLL_OPENSSL"})
class TlsStalledHandshakesTest {

    private static final int CLIENTS = 48;
    private static final long MOST_PER_CONNECTION = 256 * 1024;

    /**
     * The number of measurements: the JVM's compilers allocate and free some megabytes meanwhile, but the memory of
     * connections shows in each measurement.
     */
    private static final int ATTEMPTS = 4;

    /** The number of turns of the hub without progress after which the memory is stable. */
    private static final int QUIET_TURNS = 50;

    /** The default of {@link TlsServer.Builder#handshakeTimeout}. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final int HANDSHAKE = 22;
    private static final int LARGEST_RECORD = 16 * 1024;

    /** The length of a ClientHello that both providers wait for. */
    private static final int LONG_HELLO = 16_000;

    private final TlsSetting setting;

    TlsStalledHandshakesTest(TlsSetting setting) {
        this.setting = setting;
    }

    /** The bytes of a client before it stalls. */
    enum Beginning {
        HALF_A_HELLO {
            @Override
            byte[] bytes() throws IOException, GeneralSecurityException {
                byte[] hello = hello();
                return Arrays.copyOf(hello, hello.length / 2);
            }
        },
        A_HELLO {
            @Override
            byte[] bytes() throws IOException, GeneralSecurityException {
                return hello();
            }
        },
        A_RECORD_WITHOUT_ITS_LAST_BYTE {
            @Override
            byte[] bytes() {
                byte[] record = record(longHello(LARGEST_RECORD), 0, LARGEST_RECORD);
                return Arrays.copyOf(record, record.length - 1);
            }
        },
        A_HELLO_IN_RECORDS_OF_ONE_BYTE {
            @Override
            byte[] bytes() {
                var all = new ByteArrayOutputStream();
                byte[] message = longHello(LONG_HELLO);
                for (int i = 0; i < message.length - 1; i++) {
                    all.writeBytes(record(message, i, 1));
                }
                return all.toByteArray();
            }
        },
        A_HELLO_THAT_NEVER_ENDS {
            @Override
            byte[] bytes() {
                var all = new ByteArrayOutputStream();
                byte[] message = longHello(4 * 1024 * 1024);
                for (int i = 0; i + LARGEST_RECORD < message.length; i += LARGEST_RECORD) {
                    all.writeBytes(record(message, i, LARGEST_RECORD));
                }
                return all.toByteArray();
            }
        };

        abstract byte[] bytes() throws IOException, GeneralSecurityException;
    }

    private static byte[] hello() throws SSLException, GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {Certificates.authority().toTrustManager()}, null);
        SSLEngine engine = context.createSSLEngine("localhost", 443);
        engine.setUseClientMode(true);
        engine.beginHandshake();
        var record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        var _ = engine.wrap(ByteBuffer.allocate(0), record);
        return Arrays.copyOf(record.array(), record.position());
    }

    /** Returns a ClientHello of zeros, with its header of type and length (RFC 8446, section 4). */
    private static byte[] longHello(int size) {
        return ByteBuffer.allocate(size).putInt(1 << 24 | size - 4).array();
    }

    /** Returns a TLS record (RFC 8446, section 5.1). */
    private static byte[] record(byte[] message, int from, int length) {
        return ByteBuffer.allocate(5 + length)
                .put((byte) HANDSHAKE)
                .putShort((short) 0x0303)
                .putShort((short) length)
                .put(message, from, length)
                .array();
    }

    private StreamServer server(UnpooledByteBufAllocator buffers) {
        TlsServer tls = setting.server().build();
        return new StreamServer(
                "127.0.0.1:0",
                socket -> socket.inputStream().transferTo(socket.outputStream()),
                ServerOptions.DEFAULTS.wrap(socket -> {
                    SocketAccess.channelOf(socket).channel().config().setAllocator(buffers);
                    return tls.secure(socket);
                }));
    }

    @ParameterizedTest
    @EnumSource(Beginning.class)
    void aClientThatStallsKeepsLittleMemory(Beginning beginning) throws Exception {
        byte[] sent = beginning.bytes();
        setting.run(() -> {
            long least = Long.MAX_VALUE;
            for (int i = 0; i < ATTEMPTS && least >= MOST_PER_CONNECTION; i++) {
                least = Math.min(least, kept(sent));
            }
            assertThat(least).as("bytes for each connection").isLessThan(MOST_PER_CONNECTION);
        });
    }

    /** Returns the bytes that the server keeps for each of many clients. */
    private long kept(byte[] sent) throws Exception {
        var buffers = new UnpooledByteBufAllocator(true);
        Hub.current().setErrorHandler((_, _) -> {});
        List<Client> clients = new ArrayList<>();
        try (StreamServer server = server(buffers)) {
            server.start();
            clients.add(new Client(server.port(), sent));
            sendAll(clients); // the classes and tables that the first client needs stay
            long before = used(buffers);
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new Client(server.port(), sent));
            }
            sendAll(clients);
            return (used(buffers) - before) / CLIENTS;
        } finally {
            for (Client client : clients) {
                client.channel.close();
            }
        }
    }

    /** Sends until the kernel takes no more. */
    private static void sendAll(List<Client> clients) {
        int quiet = 0;
        while (quiet < QUIET_TURNS) {
            boolean moved = false;
            for (Client client : clients) {
                moved |= client.send();
            }
            Jevent.idle();
            quiet = moved ? 0 : quiet + 1;
        }
    }

    /** The memory in use: of the heap, of buffers, and of the engines of OpenSSL. */
    private static long used(UnpooledByteBufAllocator buffers) throws Exception {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            Runtime jvm = Runtime.getRuntime();
            long heap = jvm.totalMemory() - jvm.freeMemory();
            least = Math.min(least, heap + buffers.metric().usedDirectMemory() + NativeMemory.used());
        }
        return least;
    }

    @ParameterizedTest
    @EnumSource(Beginning.class)
    void theLimitEndsIt(Beginning beginning) throws Exception {
        byte[] sent = beginning.bytes();
        assertEndsInTime(socket -> socket.sendAll(sent));
    }

    /** The limit is for the whole handshake. */
    @ParameterizedTest
    @EnumSource(Beginning.class)
    void theLimitEndsOneThatComesByteByByte(Beginning beginning) throws Exception {
        byte[] sent = beginning.bytes();
        assertEndsInTime(socket -> {
            for (byte one : sent) {
                socket.sendAll(new byte[] {one});
                Jevent.sleep(PAUSE);
            }
        });
    }

    @FunctionalInterface
    private interface Sender {
        void sendTo(StreamSocket socket) throws IOException;
    }

    private void assertEndsInTime(Sender sender) throws Exception {
        try (var hub = Hub.open(VirtualTimeLoop.withInput())) {
            hub.setErrorHandler((_, _) -> {});
            Jevent.run(() -> {
                try (StreamServer server = server(new UnpooledByteBufAllocator(true))) {
                    server.start();
                    try (StreamSocket client = StreamSocket.connect(server.address())) {
                        Greenlet<?> sending = Jevent.spawn(() -> send(client, sender));
                        readToEnd(client.inputStream());
                        sending.kill();
                    }
                }
                return null;
            });
            assertThat(hub.now()).isLessThanOrEqualTo(LIMIT.plus(PAUSE).toNanos());
        }
    }

    private static void send(StreamSocket client, Sender sender) {
        try {
            sender.sendTo(client);
        } catch (IOException _) {
            // the server has closed the connection
        }
    }

    private static void readToEnd(InputStream in) {
        try {
            var _ = in.readAllBytes();
        } catch (IOException _) {
            // a reset also ends the connection
        }
    }

    /** A client outside of the hub. */
    private static final class Client {

        final SocketChannel channel;
        private final ByteBuffer left;

        Client(int port, byte[] bytes) throws IOException {
            channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.configureBlocking(false);
            left = ByteBuffer.wrap(bytes);
        }

        /** Sends as much as the kernel takes without blocking; returns whether it took anything. */
        boolean send() {
            try {
                return left.hasRemaining() && channel.write(left) > 0;
            } catch (IOException _) {
                left.position(left.limit()); // the server has ended the connection
                return false;
            }
        }
    }
}
