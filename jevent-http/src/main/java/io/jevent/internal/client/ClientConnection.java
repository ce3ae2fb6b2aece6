// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.client;

import io.jevent.internal.netty.SocketAccess;
import io.jevent.internal.netty.StreamChannel;
import io.jevent.socket.StreamSocket;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server or a proxy, in the pool of its origin.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
public abstract class ClientConnection {

    private final OriginPool pool;
    private final StreamSocket socket;
    private final StreamChannel stream;
    private final long madeAt;
    private long idleSince;
    private long exchanges;

    ClientConnection(OriginPool pool, StreamSocket socket) {
        this.pool = pool;
        this.socket = socket;
        stream = SocketAccess.channelOf(socket);
        madeAt = pool.hub().now();
        idleSince = madeAt;
    }

    final OriginPool pool() {
        return pool;
    }

    final StreamSocket socket() {
        return socket;
    }

    final StreamChannel stream() {
        return stream;
    }

    final ClientSettings settings() {
        return pool.settings();
    }

    /** Begins an exchange. The caller has leased the connection. */
    abstract ClientExchange exchange(Outgoing request, CallClock clock) throws IOException;

    /** Returns whether another exchange may begin now. */
    abstract boolean hasRoom();

    /** Returns whether the connection can be used for further exchanges, as far as is known. */
    abstract boolean isHealthy();

    /** Returns the number of exchanges in flight. */
    abstract int inFlight();

    /**
     * Returns whether it speaks HTTP/2.
     *
     * @return false for HTTP/1.1
     */
    public abstract boolean isHttp2();

    /** Closes the connection at once; exchanges in flight fail. */
    abstract void close();

    final void counted() {
        exchanges++;
    }

    /** Returns whether an exchange came before the one in flight. */
    final boolean isReused() {
        return exchanges > 1;
    }

    final boolean isTooOld() {
        long limit = settings().maxAgeNanos;
        return limit != Long.MAX_VALUE && pool.hub().now() - madeAt >= limit;
    }

    final void idleFrom(long now) {
        idleSince = now;
    }

    final long idleSince() {
        return idleSince;
    }

    /**
     * Returns the TLS session.
     *
     * @return the session; null without TLS
     */
    public final @Nullable SSLSession sslSession() {
        SslHandler handler = stream.channel().pipeline().get(SslHandler.class);
        return handler == null ? null : handler.engine().getSession();
    }

    @Override
    public String toString() {
        return (isHttp2() ? "HTTP/2 on " : "HTTP/1.1 on ") + stream;
    }
}
