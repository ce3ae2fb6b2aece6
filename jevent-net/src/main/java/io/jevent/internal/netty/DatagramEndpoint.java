// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Deadline;
import io.jevent.hub.Linkable;
import io.jevent.hub.WaitList;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.NotYetConnectedException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/*
 * Datagrams are received when somebody waits for one, and from then on up to LIMIT of them are kept; what comes while
 * they are not taken stays with the kernel, which drops what is too much. Each is copied out of Netty's buffer at once,
 * so what waits takes no more memory than it is long.
 */
/** The works of a socket for datagrams. */
public final class DatagramEndpoint extends ChannelInboundHandlerAdapter {

    /** The longest datagram that UDP has. */
    public static final int MAX_LENGTH = 65507;

    private static final int RECEIVE_BUFFER = 65535;
    private static final int LIMIT = 64;

    private final NettyLoop loop;
    private final DatagramChannel channel;
    private final Incoming incoming;
    private final Outgoing outgoing;
    private final ArrayDeque<Packet> received = new ArrayDeque<>();
    private boolean receiving;
    private boolean closed;
    private @Nullable Throwable failure;
    private String name = "datagram socket";

    /**
     * A datagram that came.
     *
     * @param data what is in it
     * @param sender where it came from
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares datagrams
    public record Packet(byte[] data, InetSocketAddress sender) {}

    private DatagramEndpoint(NettyLoop loop, DatagramChannel channel) {
        this.loop = loop;
        this.channel = channel;
        this.incoming = new Incoming(loop);
        this.outgoing = new Outgoing(loop);
        channel.config().setAutoRead(false);
        channel.config().setOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(RECEIVE_BUFFER));
        channel.pipeline().addLast(this);
    }

    /**
     * Opens a socket.
     *
     * @param loop the loop of the current hub
     * @param at the local address, resolved
     * @param peer the only one to talk to, or null for anyone
     * @return the socket
     * @throws IOException if that is not possible
     */
    public static DatagramEndpoint open(NettyLoop loop, InetSocketAddress at, @Nullable InetSocketAddress peer)
            throws IOException {
        return open(loop, at, peer, false);
    }

    /**
     * As {@link #open(NettyLoop, InetSocketAddress, InetSocketAddress)}.
     *
     * @param loop the loop of the current hub
     * @param at the local address, resolved
     * @param peer the only one to talk to, or null for anyone
     * @param sharePort whether other sockets may bind to the same port and share its datagrams
     * @return the socket
     * @throws IOException if that is not possible
     */
    public static DatagramEndpoint open(
            NettyLoop loop, InetSocketAddress at, @Nullable InetSocketAddress peer, boolean sharePort)
            throws IOException {
        DatagramChannel channel;
        try {
            channel = loop.transport().datagrams();
        } catch (RuntimeException e) {
            throw Failures.toBind(at, e);
        }
        var endpoint = new DatagramEndpoint(loop, channel);
        try {
            if (sharePort) {
                loop.transport().sharePortOf(channel);
            }
            endpoint.bind(at, peer);
            return endpoint;
        } catch (Throwable t) {
            channel.unsafe().closeForcibly();
            throw t;
        }
    }

    private void bind(InetSocketAddress at, @Nullable InetSocketAddress peer) throws IOException {
        ChannelFuture done = loop.eventLoop().register(channel);
        if (done.cause() == null) {
            done = channel.bind(at);
        }
        if (done.cause() != null) {
            throw Failures.toBind(at, done.cause());
        }
        if (peer != null) {
            done = channel.connect(peer);
            if (done.cause() != null) {
                throw Failures.toConnect(peer, done.cause());
            }
        }
        name = "datagram socket " + channel.localAddress() + (peer == null ? "" : " to " + peer);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var packet = (DatagramPacket) message;
        try {
            if (!closed) {
                received.add(new Packet(ByteBufUtil.getBytes(packet.content()), packet.sender()));
            }
        } finally {
            packet.release();
        }
        if (received.size() >= LIMIT) {
            receiving(false);
        }
        incoming.signal(null);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        failure = cause;
        incoming.signal(null);
    }

    private void receiving(boolean now) {
        if (receiving != now && channel.isOpen()) {
            receiving = now;
            channel.config().setAutoRead(now);
        }
    }

    /**
     * Takes the next datagram, waiting for one if there is none.
     *
     * @param nanos the longest wait
     * @return the datagram
     * @throws IOException if it failed, is closed, or the time passed
     */
    public Packet receive(long nanos) throws IOException {
        loop.check(this);
        loop.takeTurn();
        incoming.refuseSecond(this, "receive from");
        Deadline deadline = nanos == Long.MAX_VALUE ? null : new Deadline(nanos);
        while (true) {
            if (closed) {
                throw Failures.closed(this);
            }
            Packet next = received.poll();
            if (next != null) {
                return next;
            }
            Throwable cause = failure;
            if (cause != null) {
                failure = null;
                throw Failures.of(this, cause);
            }
            receiving(true);
            Object notice = incoming.await(deadline == null ? Long.MAX_VALUE : deadline.left());
            if (WaitList.timedOut(notice)) {
                throw Failures.timedOut("receive", this, nanos, null);
            }
            if (notice != null) {
                throw Failures.interrupted(notice);
            }
        }
    }

    /**
     * Sends one datagram.
     *
     * @param data what is in it
     * @param to where to; null for the peer
     * @param nanos the longest wait
     * @throws IOException if it failed, is closed, or the time passed
     */
    public void send(ByteBuffer data, @Nullable InetSocketAddress to, long nanos) throws IOException {
        loop.check(this);
        loop.takeTurn();
        if (closed) {
            throw Failures.closed(this);
        }
        if (to == null && !channel.isConnected()) {
            throw new NotYetConnectedException();
        }
        if (data.remaining() > MAX_LENGTH || !data.hasRemaining()) {
            throw new IllegalArgumentException(
                    "a datagram must have 1 to " + MAX_LENGTH + " bytes: " + data.remaining());
        }
        ByteBuf buffer = loop.scratch();
        ChannelFuture sending;
        try {
            buffer.writeBytes(data);
            sending = channel.writeAndFlush(to == null ? buffer.retain() : new DatagramPacket(buffer.retain(), to));
        } finally {
            loop.giveBack(buffer);
        }
        if (!sending.isDone()) {
            sending.addListener(_ -> outgoing.signal(null));
            awaitSent(sending, nanos);
        }
        if (sending.cause() != null) {
            throw Failures.of(to == null ? this : this + " to " + to, sending.cause());
        }
    }

    private void awaitSent(ChannelFuture sending, long nanos) throws IOException {
        var deadline = new Deadline(nanos);
        while (!sending.isDone()) {
            Object notice = outgoing.await(deadline.left());
            if (WaitList.timedOut(notice)) {
                throw Failures.timedOut("send", this, nanos, null);
            }
            if (notice != null) {
                throw Failures.interrupted(notice);
            }
        }
    }

    /** Closes it; who waits for it gets an exception. */
    public void close() {
        loop.check(this);
        if (closed) {
            return;
        }
        String notice = "the socket was closed by " + CurrentGreenlet.get() + " while this greenlet waited for it: ";
        closed = true;
        received.clear();
        incoming.signal(notice + this);
        outgoing.signal(notice + this);
        var _ = channel.close();
    }

    /**
     * Whether it was not closed here.
     *
     * @return false after {@link #close}
     */
    public boolean isOpen() {
        return !closed;
    }

    /**
     * The channel below.
     *
     * @return Netty's channel
     */
    public DatagramChannel channel() {
        return channel;
    }

    /**
     * Ready when a receive would not wait.
     *
     * @return the view
     */
    public Linkable readable() {
        return incoming;
    }

    /**
     * Ready when all that was sent before is on its way.
     *
     * @return the view
     */
    public Linkable writable() {
        return outgoing;
    }

    @Override
    public String toString() {
        return name + (closed ? " (closed)" : "");
    }

    private final class Incoming extends Side {
        Incoming(NettyLoop loop) {
            super(loop);
        }

        @Override
        public boolean ready() {
            return closed || failure != null || !received.isEmpty();
        }

        @Override
        protected void linked() {
            receiving(true);
        }

        @Override
        public String wokenBy() {
            return "a datagram";
        }

        @Override
        public String toString() {
            return "input of " + DatagramEndpoint.this;
        }
    }

    private final class Outgoing extends Side {
        Outgoing(NettyLoop loop) {
            super(loop);
        }

        @Override
        public boolean ready() {
            var pending = channel.unsafe().outboundBuffer();
            return closed || pending == null || pending.isEmpty();
        }

        @Override
        public String wokenBy() {
            return "room for output";
        }

        @Override
        public String toString() {
            return "output of " + DatagramEndpoint.this;
        }
    }
}
