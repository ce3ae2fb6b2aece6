// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A connection of the generator to the server, blocking: a request costs it one system call to send and one to receive,
 * and nothing to find out what is ready.
 */
final class Connection implements AutoCloseable {

    private final SocketChannel channel;

    private Connection(SocketChannel channel) {
        this.channel = channel;
    }

    static Connection to(Server server) throws IOException {
        return to(server, InetAddress.getLoopbackAddress());
    }

    /** Connects from a local address, to the same one. */
    static Connection to(Server server, InetAddress local) throws IOException {
        var channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.bind(new InetSocketAddress(local, 0));
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
            return new Connection(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Sends all of {@code bytes}. */
    void send(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Receives until {@code bytes} is full. */
    void receive(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new EOFException(
                        "the server closed the connection, with " + bytes.remaining() + " bytes to come");
            }
        }
    }

    /** Receives what there is, at least one byte. */
    void receiveSome(ByteBuffer bytes) throws IOException {
        if (channel.read(bytes) <= 0) {
            throw new EOFException(
                    "the server closed the connection, or sent more than " + bytes.capacity() + " bytes");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
