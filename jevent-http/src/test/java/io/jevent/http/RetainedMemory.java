// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.internal.netty.SocketAccess;
import io.jevent.server.ServerOptions;
import io.jevent.socket.StreamSocket;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Measures the memory that a server retains for clients that send as much as it accepts. */
final class RetainedMemory {

    private static final int CLIENTS = 48;
    private static final long MOST_PER_CONNECTION = 256 * 1024;

    /** The greenlet and the objects of a request in flight. */
    static final long MOST_PER_REQUEST = 6 * 1024;

    /** The maximum that one client sends, in bytes. */
    private static final int MOST_SENT = 4 * 1024 * 1024;

    /** Allocates exactly the requested memory, and counts it. */
    private static final UnpooledByteBufAllocator BUFFERS = new UnpooledByteBufAllocator(true);

    private RetainedMemory() {}

    static void assertRetained(Handler handler, String first, byte[] repeated) throws IOException {
        assertRetained(handler, first, repeated, MOST_SENT / repeated.length);
    }

    static void assertRetained(Handler handler, String first, byte[] repeated, int times) throws IOException {
        assertRetained(handler, first, repeated, times, MOST_PER_CONNECTION);
    }

    /** Checks the memory for clients each of which has several requests in flight. */
    static void assertRetained(Handler handler, String sent, int requests) throws IOException {
        assertRetained(handler, sent, new byte[1], 0, MOST_PER_CONNECTION + requests * MOST_PER_REQUEST);
    }

    private static void assertRetained(Handler handler, String first, byte[] repeated, int times, long most)
            throws IOException {
        assertThat(ofEach(handler, first, repeated, times))
                .as("bytes for each connection")
                .isLessThan(most);
    }

    /** Returns the bytes that the server retains for each of many clients that have sent a text. */
    static long ofEach(Handler handler, String sent) throws IOException {
        return ofEach(handler, sent, new byte[1], 0);
    }

    private static long ofEach(Handler handler, String first, byte[] repeated, int times) throws IOException {
        byte[] shared = first.getBytes(StandardCharsets.ISO_8859_1);
        var payload = ByteBuffer.allocateDirect(repeated.length).put(repeated).flip();
        List<Client> clients = new ArrayList<>();
        try (Site site = Site.of(handler, HttpOptions.DEFAULTS, ServerOptions.DEFAULTS.wrap(RetainedMemory::counted))) {
            try (Wire warm = site.wire()) {
                warm.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: clo");
            }
            long before = used();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new Client(site.port(), shared, payload, times));
            }
            sendAll(clients);
            if (times == 0) { // many requests at once
                settle(site);
            }
            site.log.clear(); // of the test, not of the server
            long each = (used() - before) / CLIENTS;
            assertThat(site.failures).isEmpty();
            return each;
        } finally {
            for (Client client : clients) {
                client.channel.close();
            }
        }
    }

    private static StreamSocket counted(StreamSocket socket) {
        SocketAccess.channelOf(socket).channel().config().setAllocator(BUFFERS);
        return socket;
    }

    /** Sends until everything was sent, or the server accepts nothing more. */
    private static void sendAll(List<Client> clients) throws IOException {
        int idle = 0;
        while (idle < 50) {
            boolean moved = false;
            for (Client client : clients) {
                moved |= client.send();
            }
            idle = moved ? 0 : idle + 1;
            if (!moved) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(4));
            }
        }
    }

    /** Waits until the hub has served all that the clients have sent: until many of its turns have changed nothing. */
    private static void settle(Site site) throws IOException {
        int same = 0;
        long last = 0;
        while (same < 20) {
            try (Wire probe = site.wire()) {
                assertThat(probe.send("malformed\r\n\r\n").readAll()).startsWith("HTTP/1.1 400 ");
            }
            long now = BUFFERS.metric().usedDirectMemory() + site.server().requests();
            same = now == last ? same + 1 : 0;
            last = now;
        }
    }

    /** Returns the memory in use in the heap, and outside of it by the buffer allocators. */
    private static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            long heap =
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
            least = Math.min(least, heap + BUFFERS.metric().usedDirectMemory());
        }
        return least;
    }

    /** A client that sends one text first, and then another one repeatedly. */
    private static final class Client {

        final SocketChannel channel;
        private ByteBuffer next;
        private final ByteBuffer payload;
        private int left;
        long sent;

        Client(int port, byte[] first, ByteBuffer payload, int times) throws IOException {
            channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.configureBlocking(false);
            next = ByteBuffer.wrap(first);
            this.payload = payload;
            left = times;
        }

        /** Sends as much as the server accepts at once; returns whether that was anything. */
        boolean send() throws IOException {
            long before = sent;
            while (next.hasRemaining() || left > 0) {
                if (!next.hasRemaining()) {
                    next = payload.duplicate();
                    left--;
                }
                int n = write();
                if (n == 0) {
                    break;
                }
                sent += n;
            }
            return sent > before;
        }

        private int write() {
            try {
                return channel.write(next);
            } catch (IOException _) {
                left = 0; // the server has ended the connection
                next = ByteBuffer.allocate(0);
                return 0;
            }
        }
    }
}
