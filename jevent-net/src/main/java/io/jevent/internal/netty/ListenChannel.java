// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Deadline;
import io.jevent.hub.Linkable;
import io.jevent.hub.WaitList;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/*
 * Connections are accepted when a greenlet waits for one, and then as many as have arrived, up to LIMIT; the others
 * stay in the kernel's backlog. A failure to accept (no file descriptors left) goes to the waiter, and accepting stops
 * until the next call, so that the loop, for which the listener stays readable, does not spin.
 */
/** A listening channel of Netty, and the greenlet that waits for a connection. */
public final class ListenChannel extends ChannelInboundHandlerAdapter {

    private static final int LIMIT = 16;

    private final NettyLoop loop;
    private final Channel channel;
    private final Incoming incoming;
    private final ArrayDeque<Channel> accepted = new ArrayDeque<>();
    private final DefaultMaxMessagesRecvByteBufAllocator rounds = new ServerChannelRecvByteBufAllocator();
    private int ahead = LIMIT;
    private boolean accepting;
    private boolean shared;
    private boolean closed;
    private @Nullable Throwable failure;
    private SocketAddress local;

    /** Done when the operating system's socket is closed, or left to others. */
    private final Promise<@Nullable Void> left;

    private ListenChannel(NettyLoop loop, Channel channel, SocketAddress at) {
        this.local = at;
        this.loop = loop;
        this.channel = channel;
        this.incoming = new Incoming(loop);
        this.left = loop.eventLoop().newPromise();
        channel.config().setAutoRead(false);
        rounds.maxMessagesPerRead(ahead);
        rounds.respectMaybeMoreData(false); // on epoll it always reports that there is no more
        channel.config().setRecvByteBufAllocator(rounds);
        channel.pipeline().addLast(this);
    }

    /**
     * Starts to listen.
     *
     * @param loop the loop of the current hub
     * @param at the resolved local address
     * @param backlog how many connections the kernel queues before they are accepted
     * @param sharePort whether other listeners may bind to the same port and share its connections
     * @return the listener
     * @throws IOException if listening fails
     */
    public static ListenChannel listen(NettyLoop loop, SocketAddress at, int backlog, boolean sharePort)
            throws IOException {
        Channel channel;
        try {
            channel = loop.transport().listener(at instanceof UnixDomainSocketAddress);
        } catch (RuntimeException e) {
            throw Failures.toBind(at, e);
        }
        var listener = new ListenChannel(loop, channel, at);
        try {
            listener.bind(at, backlog, sharePort);
            return listener;
        } catch (Throwable t) {
            channel.unsafe().closeForcibly();
            throw t;
        }
    }

    /**
     * Accepts from a socket that listens already. The close of the listener leaves the socket open.
     *
     * @param loop the loop of the current hub
     * @param socket the socket
     * @return the listener
     * @throws IOException if the socket is closed
     * @throws UnsupportedOperationException if this loop cannot use the socket
     */
    public static ListenChannel of(NettyLoop loop, BoundSocket socket) throws IOException {
        Channel channel = loop.transport().listener(socket);
        var listener = new ListenChannel(loop, channel, socket.address());
        listener.shared = true;
        listener.setAcceptAhead(1);
        Throwable failure = loop.eventLoop().register(channel).cause();
        if (failure != null) {
            channel.unsafe().closeForcibly();
            throw Failures.of(listener, failure);
        }
        return listener;
    }

    private void bind(SocketAddress at, int backlog, boolean sharePort) throws IOException {
        channel.config().setOption(ChannelOption.SO_BACKLOG, backlog);
        if (!(at instanceof UnixDomainSocketAddress)) {
            channel.config().setOption(ChannelOption.SO_REUSEADDR, true);
            if (sharePort) {
                loop.transport().sharePortOf(channel);
            }
        }
        ChannelFuture done = loop.eventLoop().register(channel);
        if (done.cause() == null) {
            done = StalePath.bind(channel, loop.transport(), at);
        }
        if (done.cause() != null) {
            throw Failures.toBind(at, done.cause());
        }
        SocketAddress bound = Transport.toJdk(channel.localAddress());
        local = bound != null ? bound : at;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var child = (Channel) message;
        if (closed) {
            child.unsafe().closeForcibly();
            return;
        }
        accepted.add(child);
        if (accepted.size() >= ahead) {
            accepting(false);
        }
        incoming.signal(null);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        failure = cause;
        accepting(false);
        incoming.signal(null);
    }

    /** Handles a close by something other than {@link #close}. */
    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!closed && failure == null) {
            failure = new ClosedChannelException();
            incoming.signal(null);
        }
    }

    /**
     * Sets how many connections may be accepted before a greenlet takes them, at most {@value #LIMIT}. From a socket
     * that others use too, one is accepted at a time: they may have room when this server has none.
     *
     * @param most the number, at least 1
     */
    public void setAcceptAhead(int most) {
        int now = shared ? 1 : Math.min(most, LIMIT);
        if (now != ahead) {
            ahead = now;
            rounds.maxMessagesPerRead(now);
        }
    }

    private void accepting(boolean now) {
        if (accepting != now && channel.isOpen()) {
            accepting = now;
            channel.config().setAutoRead(now);
        }
    }

    /**
     * Takes the next connection, waiting for one if there is none.
     *
     * @param nanos the longest wait
     * @return the connection, with the loop of this listener
     * @throws IOException if accepting failed, the listener is closed, or the time passed
     */
    public StreamChannel accept(long nanos) throws IOException {
        return StreamChannel.accepted(loop, take(nanos));
    }

    /**
     * Takes the next connection as {@link #accept} does, for any hub with the same transport:
     * {@link StreamChannel#accepted} registers it with a loop.
     *
     * @param nanos the longest wait
     * @return a channel that is not registered with a loop yet
     * @throws IOException if accepting failed, the listener is closed, or the time passed
     */
    public Channel take(long nanos) throws IOException {
        loop.check(this);
        loop.consumeBudget();
        incoming.refuseSecond(this, "accept from");
        Deadline deadline = nanos == Long.MAX_VALUE ? null : new Deadline(nanos);
        while (true) {
            if (closed) {
                throw Failures.closed(this);
            }
            Channel next = accepted.poll();
            if (next != null) {
                return next;
            }
            Throwable cause = failure;
            if (cause != null) {
                failure = null;
                throw Failures.of(this, cause);
            }
            if (!channel.isOpen()) {
                throw Failures.closed(this);
            }
            accepting(true);
            Object notice = incoming.await(deadline == null ? Long.MAX_VALUE : deadline.left());
            if (WaitList.timedOut(notice)) {
                throw Failures.timedOut("accept", this, nanos, null);
            }
            if (notice != null) {
                throw Failures.interrupted(notice);
            }
        }
    }

    /** Stops listening; connections that were not taken are reset. */
    public void close() {
        loop.check(this);
        if (closed) {
            return;
        }
        closed = true;
        if (incoming.isWaitedFor()) {
            incoming.signal("the socket was closed by " + CurrentGreenlet.get() + " while this greenlet waited for it: "
                    + this);
        }
        Channel child;
        while ((child = accepted.poll()) != null) {
            child.unsafe().closeForcibly();
        }
        if (shared) {
            accepting(false);
            loop.addWaiters(1); // so that the hub polls its loop, which leaves the socket in a task
            loop.transport().leave(channel, () -> {
                loop.addWaiters(-1);
                left.trySuccess(null);
            });
        } else {
            channel.close().addListener(_ -> left.trySuccess(null));
        }
    }

    /**
     * Calls back on the hub when the operating system's socket is closed, or left to others: after {@link #close}, at
     * once or in the next turn of the hub.
     *
     * @param action the callback
     */
    public void whenClosed(Runnable action) {
        left.addListener(_ -> action.run());
    }

    /**
     * Returns whether the listener is open.
     *
     * @return false after {@link #close}, or if a failure closed it
     */
    public boolean isOpen() {
        return !closed && channel.isOpen();
    }

    /**
     * Returns the address of the listener.
     *
     * @return the address
     */
    public SocketAddress localAddress() {
        return local;
    }

    /**
     * Returns a view that is ready when an accept would not block.
     *
     * @return the view
     */
    public Linkable readable() {
        return incoming;
    }

    @Override
    public String toString() {
        return "listener at " + local + (closed ? " (closed)" : "");
    }

    private final class Incoming extends WaitPoint {
        Incoming(NettyLoop loop) {
            super(loop);
        }

        @Override
        protected boolean wouldNotBlock() {
            return closed || failure != null || !accepted.isEmpty();
        }

        @Override
        protected void linked() {
            accepting(true);
        }

        @Override
        public String wokenBy() {
            return "a connection";
        }

        @Override
        public String toString() {
            return "connections of " + ListenChannel.this;
        }
    }
}
