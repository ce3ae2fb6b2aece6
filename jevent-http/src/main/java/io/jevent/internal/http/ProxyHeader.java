// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

import io.jevent.Timeout;
import io.jevent.internal.netty.SocketAccess;
import io.jevent.socket.StreamSocket;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The header of the PROXY protocol, versions 1 and 2, with which a load balancer begins a connection. It is read
 * exactly to its end, since the rest may be TLS.
 */
public final class ProxyHeader {

    private static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    private static final byte[] TEXT = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final int FIXED = 16;
    private static final int MAX_LINE = 107;
    private static final int MAX_BINARY = 4096;

    private ProxyHeader() {}

    /**
     * Reads the header and has the connection show the address of the client.
     *
     * @param socket a connection of which nothing was read
     * @param limit the time for the whole header
     * @throws IOException if there is no such header, or it is malformed or comes too slowly
     */
    public static void read(StreamSocket socket, Duration limit) throws IOException {
        byte[] header;
        try (var _ = Timeout.startNew(
                limit,
                () -> new IOException("no header of the PROXY protocol came within " + limit.toMillis() + " ms"))) {
            header = receive(socket);
        }
        SocketAddress client = clientOf(header);
        if (client != null) {
            SocketAccess.channelOf(socket).setRemoteAddress(client);
        }
    }

    private static byte[] receive(StreamSocket socket) throws IOException {
        var buffer = ByteBuffer.allocate(FIXED + MAX_BINARY);
        fill(socket, buffer, SIGNATURE.length);
        if (begins(buffer, SIGNATURE)) {
            fill(socket, buffer, FIXED);
            int length = buffer.getShort(FIXED - 2) & 0xffff;
            if (length > MAX_BINARY) {
                throw new IOException(
                        "the header of the PROXY protocol has " + length + " bytes, more than " + MAX_BINARY);
            }
            fill(socket, buffer, FIXED + length);
        } else if (begins(buffer, TEXT)) {
            while (buffer.get(buffer.position() - 1) != '\n') {
                if (buffer.position() == MAX_LINE) {
                    throw new IOException("the line of the PROXY protocol has no end");
                }
                fill(socket, buffer, buffer.position() + 1);
            }
        } else {
            throw new IOException("the connection does not begin with a header of the PROXY protocol;"
                    + " the load balancer must send it, or HttpOptions.proxyProtocol must not be set");
        }
        byte[] header = new byte[buffer.flip().remaining()];
        buffer.get(header);
        return header;
    }

    private static void fill(StreamSocket socket, ByteBuffer buffer, int size) throws IOException {
        buffer.limit(size);
        while (buffer.hasRemaining()) {
            if (socket.read(buffer) < 0) {
                throw new IOException("the connection ended within the header of the PROXY protocol");
            }
        }
    }

    private static boolean begins(ByteBuffer buffer, byte[] with) {
        return buffer.duplicate().flip().limit(with.length).equals(ByteBuffer.wrap(with));
    }

    /** Returns the address of the client; null if the load balancer speaks for itself, or does not know it. */
    private static @Nullable SocketAddress clientOf(byte[] header) throws IOException {
        var decoder = new EmbeddedChannel(new HAProxyMessageDecoder(MAX_BINARY));
        try {
            decoder.writeInbound(Unpooled.wrappedBuffer(header));
            if (!(decoder.readInbound() instanceof HAProxyMessage message)) {
                throw new IOException("the header of the PROXY protocol is malformed");
            }
            try {
                String address = message.sourceAddress();
                return message.command() == HAProxyCommand.LOCAL || address == null || address.indexOf('/') >= 0
                        ? null
                        : new InetSocketAddress(InetAddress.ofLiteral(address), message.sourcePort());
            } finally {
                message.release();
            }
        } catch (DecoderException | IllegalArgumentException e) {
            throw new IOException("the header of the PROXY protocol is malformed: " + e.getMessage(), e);
        } finally {
            decoder.finishAndReleaseAll();
        }
    }
}
