// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http1;

import io.jevent.hub.Timer;
import io.jevent.internal.netty.NettyLoop;
import io.jevent.internal.netty.SocketAccess;
import io.jevent.internal.netty.StreamChannel;
import io.jevent.socket.StreamSocket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection between two requests that has no greenlet and no objects of HTTP, until something comes or it is over.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
public final class IdleConnection implements Runnable {

    private final StreamSocket socket;
    private final NettyLoop loop;
    private final Runnable resume;
    private final @Nullable Timer limit;
    private boolean waits = true;
    private boolean over;

    /**
     * Begins to wait.
     *
     * @param socket the connection, of the current hub
     * @param nanos the longest wait, in nanoseconds; {@link Long#MAX_VALUE} for no limit
     * @param resume called once: when bytes have come, when the client has ended its output, or when the wait is over;
     *     must not block
     */
    public IdleConnection(StreamSocket socket, long nanos, Runnable resume) {
        this.socket = socket;
        this.resume = resume;
        StreamChannel stream = SocketAccess.channelOf(socket);
        loop = NettyLoop.current();
        loop.addWaiters(1);
        stream.input().whenNews(this);
        limit = nanos == Long.MAX_VALUE ? null : loop.hub().schedule(Duration.ofNanos(nanos), this::end);
    }

    /**
     * Returns the connection.
     *
     * @return the socket, which is open
     */
    public StreamSocket socket() {
        return socket;
    }

    /**
     * Returns whether the connection serves no further request.
     *
     * @return true after {@link #end}, after the longest wait, and if the connection is lost
     */
    public boolean isOver() {
        return over || !SocketAccess.channelOf(socket).channel().isActive();
    }

    /** Something has come, or the input has ended. */
    @Override
    public void run() {
        stop();
        resume.run();
    }

    /** Ends the connection, which the handler then closes. */
    public void end() {
        if (waits) {
            over = true;
            run();
        }
    }

    /** Ends the wait without a call. May be called more than once. */
    public void stop() {
        if (!waits) {
            return;
        }
        waits = false;
        loop.addWaiters(-1);
        SocketAccess.channelOf(socket).input().whenNews(null);
        if (limit != null) {
            limit.cancel();
        }
    }
}
