// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.hub.Loop;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Ticker;
import java.util.concurrent.TimeUnit;

/** The loop of a hub that does its input and output with Netty. */
final class NettyLoop implements Loop {

    /** Netty waits without a limit when told 0, and not at all when told -1. */
    private static final long FOR_EVER = 0;

    private static final int CLOSING_ROUNDS = 1000;

    private final String name;
    private final HubEventLoop eventLoop;
    private final Ticker clock = Ticker.systemTicker();
    private int channels;

    NettyLoop(String name, IoHandlerFactory handlers) {
        this.name = name;
        this.eventLoop = new HubEventLoop(Thread.currentThread(), handlers);
    }

    /** What channels of this hub are registered with. */
    EventLoop eventLoop() {
        return eventLoop;
    }

    /** Counts a channel of this loop as work until it is closed: while it is open the hub may be woken by it. */
    void track(Channel channel) {
        channels++;
        channel.closeFuture().addListener(closed -> channels--);
    }

    @Override
    public long now() {
        return clock.nanoTime();
    }

    @Override
    public boolean poll() {
        return eventLoop.runNow() > 0;
    }

    @Override
    public void block(long deadline, Outside outside) {
        long left = deadline == Long.MAX_VALUE ? FOR_EVER : Math.max(1, deadline - now());
        eventLoop.run(left);
        eventLoop.waited();
    }

    @Override
    public void wakeup() {
        eventLoop.interruptWait();
    }

    @Override
    public boolean hasWork() {
        return channels > 0;
    }

    @Override
    public void close() {
        Future<?> stopped = eventLoop.shutdownGracefully(0, 0, TimeUnit.NANOSECONDS);
        for (int i = 0; i < CLOSING_ROUNDS && !stopped.isDone(); i++) {
            eventLoop.runNow();
        }
    }

    @Override
    public String toString() {
        return name + " loop of Netty";
    }
}
