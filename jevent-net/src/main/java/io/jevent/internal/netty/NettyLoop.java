// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.exceptions.InvalidThreadUseException;
import io.jevent.exceptions.NotSimulatedException;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Hub;
import io.jevent.hub.Loop;
import io.jevent.hub.Mutex;
import io.jevent.hub.VirtualTimeLoop;
import io.jevent.hub.YieldBudget;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Ticker;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The loop of a hub whose input and output Netty does. */
public final class NettyLoop implements Loop {

    /** The argument with which Netty waits without a limit; with -1 it does not wait. */
    private static final long FOR_EVER = 0;

    private static final int CLOSING_ROUNDS = 1000;

    /** The size of the send buffer: the largest amount of output that one socket buffers. */
    static final int CHUNK = 64 * 1024;

    static {
        HubLoggerFactory.install();
        LeakDetection.offByDefault();
    }

    private final Transport transport;
    private final EventLoop eventLoop;
    private final Ticker clock = Ticker.systemTicker();
    private final Mutex mutex = new Mutex();
    private final YieldBudget budget = new YieldBudget();
    private @Nullable Hub hub;
    private @Nullable ByteBuf scratch;
    private int waiting;

    /** The offset to Netty's clock, so that this clock continues where the clock of the previous loop stopped. */
    private long ahead;

    NettyLoop(NativeTransport transport, Thread carrier) {
        this(transport, new HubEventLoop(carrier, transport.handlers()));
    }

    /** One for channels that {@code eventLoop} serves; drives nothing itself unless that is a {@link HubEventLoop}. */
    NettyLoop(Transport transport, EventLoop eventLoop) {
        this.transport = transport;
        this.eventLoop = eventLoop;
    }

    /** The loop of real sockets. */
    private HubEventLoop driven() {
        if (eventLoop instanceof HubEventLoop driven) {
            return driven;
        }
        throw new NotSimulatedException("the " + this + " has no file descriptors: what needs one is not simulated");
    }

    /**
     * Returns the loop of the current hub; replaces a provisional loop by a new one of this kind.
     *
     * @return the loop
     * @throws UnsupportedOperationException if that hub has another kind of loop
     */
    public static NettyLoop current() {
        NettyLoop loop = ifPossible();
        if (loop != null) {
            return loop;
        }
        CurrentGreenlet.refuseInClosedWorld("sockets");
        Hub hub = Hub.current();
        throw new UnsupportedOperationException("sockets need Netty's loop, but " + hub + " runs on the " + hub.loop()
                + ": leave the property jevent.loop unset, or set it to netty, netty-epoll or"
                + " netty-nio, and let the hub choose its loop");
    }

    /** Returns the loop of the current hub, as {@link #current} does, or null if the hub has another kind of loop. */
    static @Nullable NettyLoop ifPossible() {
        Hub current = Hub.current();
        NettyLoop simulated = SimulatedLoop.ofHub(current);
        if (simulated != null) {
            simulated.hub = current;
            return simulated;
        }
        Loop own = current.loop() instanceof VirtualTimeLoop virtual ? virtual.real() : current.loop();
        if (own instanceof NettyLoop loop) {
            loop.hub = current;
            return loop;
        }
        if (own.isProvisional()) {
            return installOn(current);
        }
        return null;
    }

    /**
     * Returns a factory of loops with the same transport, each for the thread that calls the factory.
     *
     * @return a factory of loops that can take accepted channels over from each other
     */
    public Supplier<Loop> loopFactory() {
        if (transport instanceof NativeTransport real) {
            return () -> new NettyLoop(real, Thread.currentThread());
        }
        throw new NotSimulatedException("a server on several hubs is not simulated: in a simulation there is one hub;"
                + " leave its number of hubs at 1");
    }

    private static NettyLoop installOn(Hub hub) {
        var loop = new NettyLoop(NettyLoopProvider.best(), hub.carrier());
        loop.hub = hub;
        if (hub.loop() instanceof VirtualTimeLoop virtual) {
            virtual.setReal(loop);
        } else {
            loop.ahead = hub.now() - loop.clock.nanoTime();
            hub.setLoop(loop);
        }
        return loop;
    }

    /** Returns the event loop with which the channels of this hub are registered. */
    EventLoop eventLoop() {
        return eventLoop;
    }

    /** Registers a handle that is not a channel. */
    Future<IoRegistration> register(IoHandle handle) {
        return driven().register(handle);
    }

    Transport transport() {
        return transport;
    }

    /** Returns the mutex of the waiters of all sockets of this hub; only the hub's own thread takes it. */
    Mutex mutex() {
        return mutex;
    }

    /**
     * Returns the hub that drives this loop.
     *
     * @return the hub
     */
    public Hub hub() {
        Hub owner = hub;
        return owner != null ? owner : current().hub();
    }

    /** Throws if the caller is not on this loop's hub. */
    void check(Object socket) {
        Hub owner = hub();
        if (!owner.isCurrent()) {
            throw new InvalidThreadUseException(socket + " belongs to " + owner + " but was used from "
                    + Thread.currentThread()
                    + "; use it in a greenlet of that hub, or send it a message: hub.runCallback(...)");
        }
    }

    /**
     * Changes the count of waiters for input or output. Only they can be made ready by this loop, so without waiters it
     * has no work.
     *
     * @param more how many more there are, or less if negative
     */
    public void addWaiters(int more) {
        waiting += more;
    }

    /**
     * Does something with a pipeline of Netty on the hub's own thread, and blocks until it is done; a kill or a timeout
     * has to wait for that. Netty keeps what it knows of handlers for each thread: for a greenlet that would be more
     * than a kilobyte.
     *
     * @param work what to do; must not block
     */
    public void inTurn(Runnable work) {
        if (eventLoop instanceof HubEventLoop) {
            Turn.take(hub(), work);
        } else {
            work.run(); // in a simulation, whose schedules are not made longer
        }
    }

    /**
     * Counts an operation that did not have to block, and yields after many of them without a switch, so that a socket
     * that is always ready does not starve other greenlets.
     */
    public void consumeBudget() {
        budget.spend(hub());
    }

    /** Lends an empty direct buffer of {@link #CHUNK} bytes until {@link #giveBack}. */
    ByteBuf scratch() {
        ByteBuf buffer = scratch;
        scratch = null;
        return buffer != null ? buffer.clear() : transport.allocator().directBuffer(CHUNK, CHUNK);
    }

    /** Takes the buffer of {@link #scratch} back; if a channel still needs the buffer, the channel keeps it. */
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
        return driven().poll() > 0;
    }

    @Override
    public void block(long deadline, Outside outside) {
        long left = deadline == Long.MAX_VALUE ? FOR_EVER : Math.max(1, deadline - now());
        driven().await(left);
    }

    @Override
    public void wakeup() {
        driven().interruptWait();
    }

    @Override
    public boolean hasWork() {
        return waiting > 0;
    }

    @Override
    public void close() {
        Future<?> stopped = eventLoop.shutdownGracefully(0, 0, TimeUnit.NANOSECONDS);
        for (int i = 0; i < CLOSING_ROUNDS && !stopped.isDone(); i++) {
            driven().runNow();
        }
        ByteBuf buffer = scratch;
        if (buffer != null) {
            scratch = null;
            buffer.release();
        }
    }

    @Override
    public String toString() {
        return transport.toString().toLowerCase(java.util.Locale.ROOT) + " loop of Netty";
    }
}
