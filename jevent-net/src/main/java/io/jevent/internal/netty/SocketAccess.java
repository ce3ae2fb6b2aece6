// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import java.io.Closeable;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way from a public socket to its channel and back, for the other packages of this module: a public method would
 * show Netty's types to everyone.
 */
public final class SocketAccess {

    private static @Nullable Function<Closeable, StreamChannel> unwrap;
    private static @Nullable Function<StreamChannel, Closeable> wrap;

    private SocketAccess() {}

    /**
     * Called once by the class of the sockets.
     *
     * @param channel returns the channel of a socket
     * @param socket makes a socket of channel
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
            throw new IllegalStateException("StreamSocket is not initialised");
        }
        return f.apply(socket);
    }

    /**
     * Makes a socket.
     *
     * @param channel what does its work
     * @return a {@code StreamSocket}
     */
    public static Closeable socketOf(StreamChannel channel) {
        Function<StreamChannel, Closeable> f = wrap;
        if (f == null) {
            initialise();
            f = Objects.requireNonNull(wrap);
        }
        return f.apply(channel);
    }

    private static void initialise() {
        try {
            Class.forName("io.jevent.socket.StreamSocket");
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
