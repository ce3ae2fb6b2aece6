// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import java.io.Closeable;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Converts between a public socket and its channel, for the other packages of jevent. A public method of the socket
 * would expose Netty's types.
 */
public final class SocketAccess {

    private static @Nullable Function<Closeable, StreamChannel> unwrap;
    private static @Nullable Function<StreamChannel, Closeable> wrap;

    private SocketAccess() {}

    /**
     * Registers the conversions. Called once, by the class of the sockets.
     *
     * @param channel returns the channel of a socket
     * @param socket creates a socket for a channel
     */
    public static void register(Function<Closeable, StreamChannel> channel, Function<StreamChannel, Closeable> socket) {
        unwrap = channel;
        wrap = socket;
    }

    /**
     * Returns the channel of a socket.
     *
     * @param socket a {@code StreamSocket}
     * @return its channel
     */
    public static StreamChannel channelOf(Closeable socket) {
        Function<Closeable, StreamChannel> f = unwrap;
        if (f == null) {
            throw new IllegalStateException("StreamSocket is not initialized");
        }
        return f.apply(socket);
    }

    /**
     * Creates a socket for a channel.
     *
     * @param channel the channel
     * @return a {@code StreamSocket}
     */
    public static Closeable socketOf(StreamChannel channel) {
        Function<StreamChannel, Closeable> f = wrap;
        if (f == null) {
            initialize();
            f = Objects.requireNonNull(wrap);
        }
        return f.apply(channel);
    }

    private static void initialize() {
        try {
            Class.forName("io.jevent.socket.StreamSocket");
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
