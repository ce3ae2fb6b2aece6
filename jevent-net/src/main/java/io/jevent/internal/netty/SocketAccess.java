// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import java.io.Closeable;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way from a public socket to its works and back, for the other packages of this module: a public method would show
 * Netty's types to everyone.
 */
public final class SocketAccess {

    private static @Nullable Function<Closeable, StreamChannel> unwrap;
    private static @Nullable Function<StreamChannel, Closeable> wrap;

    private SocketAccess() {}

    /**
     * Called once by the class of the sockets.
     *
     * @param works returns the works of a socket
     * @param socket makes a socket of works
     */
    public static void through(Function<Closeable, StreamChannel> works, Function<StreamChannel, Closeable> socket) {
        unwrap = works;
        wrap = socket;
    }

    /**
     * Returns the works of a socket.
     *
     * @param socket a {@code StreamSocket}
     * @return its works
     */
    public static StreamChannel worksOf(Closeable socket) {
        Function<Closeable, StreamChannel> f = unwrap;
        if (f == null) {
            throw new IllegalStateException("StreamSocket is not initialised");
        }
        return f.apply(socket);
    }

    /**
     * Makes a socket.
     *
     * @param works what does its work
     * @return a {@code StreamSocket}
     */
    public static Closeable socketOf(StreamChannel works) {
        Function<StreamChannel, Closeable> f = wrap;
        if (f == null) {
            initialise();
            f = Objects.requireNonNull(wrap);
        }
        return f.apply(works);
    }

    private static void initialise() {
        try {
            Class.forName("io.jevent.socket.StreamSocket");
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
