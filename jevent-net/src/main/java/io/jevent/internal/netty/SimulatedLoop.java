// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.hub.Attachments;
import io.jevent.hub.DirectCallback;
import io.jevent.hub.Hub;
import io.jevent.internal.wire.Wire;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.ScheduledFuture;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Netty's event loop in a simulation: its tasks are callbacks of the hub, and its clock is the hub's. It has no input
 * and output of its own; the simulated network calls its channels.
 */
final class SimulatedLoop extends AbstractScheduledEventExecutor implements EventLoop {

    /** Holds the loop of a hub. */
    private static final class Place {
        private final @Nullable NettyLoop loop;

        Place(Hub hub) {
            Wire wire = Wire.ifSimulated();
            loop = wire == null ? null : new NettyLoop(new SimulatedTransport(wire), new SimulatedLoop(hub));
        }
    }

    private final Hub hub;
    private final Promise<?> terminated = new DefaultPromise<>(GlobalEventExecutor.INSTANCE);
    private final Ticker clock = new Ticker() {
        @Override
        public long initialNanoTime() {
            return 0;
        }

        @Override
        public long nanoTime() {
            return hub.now();
        }

        @Override
        public void sleep(long delay, TimeUnit unit) {
            throw new UnsupportedOperationException("an event loop does not sleep");
        }
    };

    private SimulatedLoop(Hub hub) {
        this.hub = hub;
    }

    /** Returns the loop for the sockets of a hub that has a simulated network; null for other hubs. */
    static @Nullable NettyLoop ofHub(Hub hub) {
        return hub.loop().isClosedWorld() ? Attachments.of(hub).get(Place.class, () -> new Place(hub)).loop : null;
    }

    @Override
    public Ticker ticker() {
        return clock;
    }

    @Override
    public void execute(Runnable task) {
        if (!hub.isClosed()) {
            var _ = hub.runCallback((DirectCallback) task::run);
        }
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        ScheduledFuture<?> future = super.schedule(command, delay, unit);
        var _ = hub.schedule(Duration.ofNanos(Math.max(0, unit.toNanos(delay))), (DirectCallback) this::runDue);
        return future;
    }

    private void runDue() {
        Runnable task;
        while ((task = pollScheduledTask(hub.now())) != null) {
            safeExecute(task);
        }
    }

    @Override
    public boolean inEventLoop() {
        return hub.isCurrent();
    }

    @Override
    public boolean inEventLoop(Thread thread) {
        return hub.isCurrent();
    }

    @Override
    public @Nullable EventLoopGroup parent() {
        return null;
    }

    @Override
    public EventLoop next() {
        return this;
    }

    @Override
    public ChannelFuture register(Channel channel) {
        return register(new DefaultChannelPromise(channel, this));
    }

    @Override
    public ChannelFuture register(ChannelPromise promise) {
        promise.channel().unsafe().register(this, promise);
        return promise;
    }

    @Override
    @Deprecated
    public ChannelFuture register(Channel channel, ChannelPromise promise) {
        channel.unsafe().register(this, promise);
        return promise;
    }

    @Override
    public boolean isShuttingDown() {
        return hub.isClosing();
    }

    @Override
    public boolean isShutdown() {
        return hub.isClosed();
    }

    @Override
    public boolean isTerminated() {
        return hub.isClosed();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return hub.isClosed();
    }

    @Override
    public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
        return terminated;
    }

    @Override
    public Future<?> terminationFuture() {
        return terminated;
    }

    @Override
    @Deprecated
    public void shutdown() {
        // it ends with its hub
    }

    @Override
    public String toString() {
        return "simulated event loop of " + hub;
    }
}
