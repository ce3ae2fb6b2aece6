// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.exceptions.InvalidThreadUseException;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Hub;
import io.jevent.hub.Loop;
import io.jevent.hub.Mutex;
import io.jevent.hub.VirtualTimeLoop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Ticker;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The loop of a hub that does its input and output with Netty. */
public final class NettyLoop implements Loop {

    /** Netty waits without a limit when told 0, and not at all when told -1. */
    private static final long FOR_EVER = 0;

    private static final int CLOSING_ROUNDS = 1000;

    /** How often a greenlet may send, or take what has come, before it gives way to the others. */
    private static final int BUDGET = 64;

    /** The size of the buffer that what is sent goes through: the most that one socket holds back from its peer. */
    static final int CHUNK = 64 * 1024;

    static {
        HubLoggerFactory.install();
    }

    private final Transport transport;
    private final HubEventLoop eventLoop;
    private final Ticker clock = Ticker.systemTicker();
    private final Mutex mutex = new Mutex();
    private @Nullable Hub hub;
    private @Nullable ByteBuf scratch;
    private int waiting;
    private long budgetSwitches;
    private int spent;

    /** What the clock is ahead of Netty's, so that it goes on where that of the loop before stood. */
    private long ahead;

    NettyLoop(Transport transport, Thread carrier) {
        this.transport = transport;
        this.eventLoop = new HubEventLoop(carrier, transport.handlers());
    }

    /**
     * Returns the loop of the current hub; one that has only a provisional loop gets this kind now.
     *
     * @return the loop
     * @throws UnsupportedOperationException if that hub has another kind of loop
     */
    public static NettyLoop current() {
        NettyLoop loop = ifPossible();
        if (loop != null) {
            return loop;
        }
        Hub hub = Hub.current();
        throw new UnsupportedOperationException("sockets need Netty's loop, but " + hub + " runs on the " + hub.loop()
                + ": leave the property jevent.loop unset, or set it to netty, netty-epoll or"
                + " netty-nio, and let the hub choose its loop; in a test with"
                + " virtual time, open the hub with VirtualTimeLoop.withInput()");
    }

    /** The loop of the current hub, as {@link #current} has it, or null if the hub has another kind of loop. */
    static @Nullable NettyLoop ifPossible() {
        Hub current = Hub.current();
        Loop own = current.loop() instanceof VirtualTimeLoop virtual ? virtual.real() : current.loop();
        if (own instanceof NettyLoop loop) {
            loop.hub = current;
            return loop;
        }
        if (own.isProvisional()) {
            return giveTo(current);
        }
        return null;
    }

    /**
     * Returns what makes loops of this kind, each for the thread that asks for it.
     *
     * @return loops between which accepted channels can be handed over
     */
    public Supplier<Loop> loopFactory() {
        return () -> new NettyLoop(transport, Thread.currentThread());
    }

    private static NettyLoop giveTo(Hub hub) {
        var loop = new NettyLoop(NettyLoopProvider.best(), hub.carrier());
        loop.hub = hub;
        loop.ahead = hub.now() - loop.clock.nanoTime();
        hub.loop(loop);
        return loop;
    }

    /** What channels of this hub are registered with. */
    EventLoop eventLoop() {
        return eventLoop;
    }

    /** Registers something that is no channel. */
    Future<IoRegistration> register(IoHandle handle) {
        return eventLoop.register(handle);
    }

    Transport transport() {
        return transport;
    }

    /** Guards the waiters of all sockets of this hub; only its own thread ever takes it. */
    Mutex mutex() {
        return mutex;
    }

    /**
     * The hub that drives this loop.
     *
     * @return the hub
     */
    public Hub hub() {
        Hub owner = hub;
        return owner != null ? owner : current().hub();
    }

    /** Fails if the caller is not on this loop's hub. */
    void check(Object socket) {
        Hub owner = hub();
        if (!owner.isCurrent()) {
            throw new InvalidThreadUseException(socket + " belongs to " + owner + " but was used from "
                    + Thread.currentThread()
                    + "; use it in a greenlet of that hub, or send it a message: hub.runCallback(...)");
        }
    }

    /** Counts those who wait for input or output: only they can be made ready by this loop. */
    void addWaiters(int more) {
        waiting += more;
    }

    /**
     * Counts something done that did not have to wait, and after many of them in a row gives way to the others, so that
     * a socket that is always ready does not keep them off.
     */
    public void consumeBudget() {
        long switches = hub().switches();
        if (switches != budgetSwitches) {
            budgetSwitches = switches;
            spent = 0;
        } else if (++spent >= BUDGET && CurrentGreenlet.get() != null) {
            spent = 0;
            CurrentGreenlet.sleep(0);
        }
    }

    /** A direct buffer of {@link #CHUNK} bytes, empty; it is lent until {@link #giveBack}. */
    ByteBuf scratch() {
        ByteBuf buffer = scratch;
        scratch = null;
        return buffer != null ? buffer.clear() : PooledByteBufAllocator.DEFAULT.directBuffer(CHUNK, CHUNK);
    }

    /** Takes back what {@link #scratch} lent; if a channel still needs it, it is left to that channel. */
    void giveBack(ByteBuf buffer) {
        if (buffer.refCnt() == 1 && scratch == null) {
            scratch = buffer;
        } else {
            buffer.release();
        }
    }

    @Override
    public long now() {
        return clock.nanoTime() + ahead;
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
        return waiting > 0;
    }

    @Override
    public void close() {
        Future<?> stopped = eventLoop.shutdownGracefully(0, 0, TimeUnit.NANOSECONDS);
        for (int i = 0; i < CLOSING_ROUNDS && !stopped.isDone(); i++) {
            eventLoop.runNow();
        }
        ByteBuf buffer = scratch;
        if (buffer != null) {
            scratch = null;
            buffer.release();
        }
    }

    @Override
    public String toString() {
        return transport.name().toLowerCase(java.util.Locale.ROOT) + " loop of Netty";
    }
}
