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
 * The state that all connections of a server share.
 *
 * <p><b>Confinement:</b> thread-safe: its connections may be on several hubs.
 */
public final class Engine {

    /** The most that is read at once, in bytes; a connection exceeds its limit of bytes by no more than this. */
    private static final int MOST_READ = 32 * 1024;

    private static final RecvByteBufAllocator READS = new AdaptiveRecvByteBufAllocator(64, 2048, MOST_READ);

    /** A response waits while the channel holds more than this; a connection adds up to 64 KiB at a time. */
    private static final WriteBufferWaterMark WRITES = new WriteBufferWaterMark(16 * 1024, 32 * 1024);

    private final Settings settings;
    private final Application application;
    private final AtomicInteger requests = new AtomicInteger();

    /**
     * Creates an engine without connections.
     *
     * @param settings the limits
     * @param application the application that serves the requests
     */
    public Engine(Settings settings, Application application) {
        this.settings = settings;
        this.application = application;
    }

    /**
     * Limits the memory of a connection's buffers.
     *
     * @param socket a connection of which nothing was read yet
     */
    public static void prepare(StreamSocket socket) {
        ChannelConfig config = SocketAccess.channelOf(socket).channel().config();
        config.setRecvByteBufAllocator(READS);
        config.setWriteBufferWaterMark(WRITES);
    }

    /**
     * Returns the limits.
     *
     * @return the settings
     */
    public Settings settings() {
        return settings;
    }

    /**
     * Returns the application.
     *
     * @return the application
     */
    public Application application() {
        return application;
    }

    /**
     * Counts the requests in flight.
     *
     * @return how many, on all hubs
     */
    public int requests() {
        return requests.get();
    }

    /**
     * Counts one more request in flight, unless there are as many as the settings allow.
     *
     * @return false if there are
     */
    public boolean enter() {
        if (requests.incrementAndGet() > settings.maxRequests()) {
            requests.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Counts one request in flight less. */
    public void leave() {
        requests.decrementAndGet();
    }
}
