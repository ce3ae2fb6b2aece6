// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

import io.jevent.internal.netty.SocketAccess;
import io.jevent.socket.StreamSocket;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What all connections of a server share.
 *
 * <p><b>Confinement:</b> thread-safe: its connections may be on several hubs.
 */
public final class Engine {

    /** The most that is read at once, and so the most that comes when enough has come already. */
    private static final int MOST_READ = 32 * 1024;

    private static final RecvByteBufAllocator READS = new AdaptiveRecvByteBufAllocator(64, 2048, MOST_READ);

    /** A response waits while the channel holds more than this; {@link Output} adds 64 KiB at a time. */
    private static final WriteBufferWaterMark WRITES = new WriteBufferWaterMark(16 * 1024, 32 * 1024);

    private final Settings settings;
    private final Application application;
    private final AtomicInteger requests = new AtomicInteger();

    /**
     * Makes an engine without connections.
     *
     * @param settings what it allows
     * @param application what it serves
     */
    public Engine(Settings settings, Application application) {
        this.settings = settings;
        this.application = application;
    }

    /**
     * Limits the memory that the buffers of a connection take.
     *
     * @param socket a connection from which nothing was read yet
     */
    public static void prepare(StreamSocket socket) {
        ChannelConfig config = SocketAccess.channelOf(socket).channel().config();
        config.setRecvByteBufAllocator(READS);
        config.setWriteBufferWaterMark(WRITES);
    }

    Settings settings() {
        return settings;
    }

    Application application() {
        return application;
    }

    /**
     * Takes over a connection, for the greenlet that calls and then serves it.
     *
     * @param socket the connection, of the hub of this greenlet
     * @return what serves it
     */
    public HttpConnection connection(StreamSocket socket) {
        return new HttpConnection(this, socket);
    }

    /**
     * How many requests are being served.
     *
     * @return the number of them, on all hubs
     */
    public int requests() {
        return requests.get();
    }

    boolean enter() {
        if (requests.incrementAndGet() > settings.maxRequests()) {
            requests.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        requests.decrementAndGet();
    }
}
