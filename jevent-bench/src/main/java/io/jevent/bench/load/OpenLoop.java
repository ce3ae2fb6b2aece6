// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.load;

import io.jevent.bench.workload.Hello;
import io.jevent.bench.workload.Slow;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * HTTP requests at fixed times over many connections, by one thread that never blocks while a request is due. A
 * connection has one request in flight; a request that finds none idle waits, which counts as latency.
 */
final class OpenLoop implements AutoCloseable {

    private static final int SLOW_EVERY = 100;
    private static final int MOST = 1024;
    private static final byte[] END = Hello.TEXT.getBytes(StandardCharsets.US_ASCII);
    private static final ByteBuffer FAST = request("/");
    private static final ByteBuffer SLOW = request(Slow.PATH);

    private final Selector selector = Selector.open();
    private final ArrayDeque<Client> idle = new ArrayDeque<>();
    private long[] latencies = {};
    private int answered;

    OpenLoop(Server server, int connections) throws IOException {
        for (int i = 0; i < connections; i++) {
            var channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
            channel.configureBlocking(false);
            var client = new Client(channel);
            channel.register(selector, SelectionKey.OP_READ, client);
            idle.add(client);
        }
    }

    private static ByteBuffer request(String path) {
        var text = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    /**
     * Makes requests.
     *
     * @param requests how many
     * @param interval the nanoseconds from one to the next; with 0 all are due at once, and the connections the limit
     * @return the latencies in nanoseconds, sorted
     */
    long[] atFixedRate(int requests, long interval) throws IOException {
        latencies = new long[requests];
        answered = 0;
        int sent = 0;
        long begin = System.nanoTime();
        while (answered < requests) {
            while (sent < requests && !idle.isEmpty() && begin + sent * interval <= System.nanoTime()) {
                idle.pop().ask(sent % SLOW_EVERY == SLOW_EVERY - 1 ? SLOW : FAST, begin + sent * interval);
                sent++;
            }
            if (sent == requests || idle.isEmpty()) {
                selector.select(this::ready);
            } else {
                selector.selectNow(this::ready);
            }
        }
        Arrays.sort(latencies);
        return latencies;
    }

    private void ready(SelectionKey key) {
        var client = (Client) key.attachment();
        if (client.answered()) {
            latencies[answered] = System.nanoTime() - client.due;
            answered++;
            idle.push(client);
        }
    }

    @Override
    public void close() throws IOException {
        for (var key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    /** A connection. */
    private static final class Client {

        private final SocketChannel channel;
        private final ByteBuffer answer = ByteBuffer.allocate(MOST);
        private long due;

        Client(SocketChannel channel) {
            this.channel = channel;
        }

        void ask(ByteBuffer request, long dueAt) throws IOException {
            due = dueAt;
            answer.clear();
            if (channel.write(request.rewind()) != request.limit()) {
                throw new IOException("a request did not fit into the buffer of its connection");
            }
        }

        /** Receives what there is; returns whether the answer is complete. */
        boolean answered() {
            try {
                if (channel.read(answer) <= 0) {
                    throw new IllegalStateException("the server closed a connection, or its answer is too long");
                }
            } catch (IOException e) {
                throw new IllegalStateException("a connection failed", e);
            }
            int end = answer.position();
            return end > END.length && Arrays.equals(answer.array(), end - END.length, end, END, 0, END.length);
        }
    }
}
