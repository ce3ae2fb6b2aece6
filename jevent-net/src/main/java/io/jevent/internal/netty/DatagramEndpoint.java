// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.exceptions.NotSimulatedException;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Deadline;
import io.jevent.hub.Linkable;
import io.jevent.hub.WaitList;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.NotYetConnectedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * Reading from the kernel starts when a greenlet waits for a datagram, and pauses while LIMIT datagrams are queued
 * here; further ones stay in the kernel's buffer, which drops datagrams when it is full. Each datagram is copied out of
 * Netty's buffer at once, so a queued one takes no more memory than its length.
 */
/** A datagram channel of Netty, UDP or Unix domain, and the greenlets that wait for it. */
public final class DatagramEndpoint extends ChannelInboundHandlerAdapter {

    /** The longest UDP datagram, in bytes. */
    public static final int MAX_LENGTH = 65507;

    /** The longest datagram that can be sent to a path, in bytes. */
    public static final int MAX_UNIX_LENGTH = NettyLoop.CHUNK;

    private static final int RECEIVE_BUFFER = 65535;

    /** Larger than what this class sends: other programs may send datagrams as long as their send buffer. */
    private static final int UNIX_RECEIVE_BUFFER = 256 * 1024;

    private static final int LIMIT = 64;

    /**
     * The first pause between attempts: the kernel reports room at a Unix domain receiver only to connected senders, so
     * others have to poll.
     */
    private static final long MIN_PAUSE = 500_000;

    private static final long MAX_PAUSE = 16_000_000;

    private final NettyLoop loop;
    private final Channel channel;
    private final int longest;
    private final Set<Membership> memberships = new HashSet<>();
    private final Incoming incoming;
    private final Outgoing outgoing;
    private final ArrayDeque<Packet> received = new ArrayDeque<>();
    private boolean receiving;
    private boolean closed;
    private @Nullable SocketAddress peer;
    private @Nullable SocketAddress local;
    private @Nullable Throwable failure;
    private String name = "datagram socket";

    /**
     * A received datagram.
     *
     * @param data the content
     * @param sender the sender's address; null if the sender has none
     */
    @SuppressWarnings("ArrayRecordComponent") // datagrams are never compared
    public record Packet(byte[] data, @Nullable SocketAddress sender) {}

    /** A joined multicast group. */
    private record Membership(InetAddress group, int networkInterface) {}

    private DatagramEndpoint(NettyLoop loop, Channel channel) {
        boolean unix = !(channel instanceof DatagramChannel || channel instanceof SimulatedDatagrams);
        this.loop = loop;
        this.channel = channel;
        this.longest = unix ? MAX_UNIX_LENGTH : MAX_LENGTH;
        this.incoming = new Incoming(loop);
        this.outgoing = new Outgoing(loop);
        channel.config().setAutoRead(false);
        activeWithoutAddress(channel);
        channel.config()
                .setOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(unix ? UNIX_RECEIVE_BUFFER : RECEIVE_BUFFER));
        channel.pipeline().addLast(this);
    }

    /** Lets a connected socket without an address send. Netty considers only channels active that it bound itself. */
    @SuppressWarnings("deprecation") // there is no other way for a socket that was not connected by Netty
    private static void activeWithoutAddress(Channel channel) {
        channel.config().setOption(ChannelOption.DATAGRAM_CHANNEL_ACTIVE_ON_REGISTRATION, true);
    }

    /**
     * Opens a socket.
     *
     * @param loop the loop of the current hub
     * @param at the resolved local address; null for none
     * @param peer the only address to exchange datagrams with, or null for all
     * @return the socket
     * @throws IOException if the operating system refuses
     * @throws UnsupportedOperationException if this loop does not have such sockets
     */
    public static DatagramEndpoint open(NettyLoop loop, @Nullable SocketAddress at, @Nullable SocketAddress peer)
            throws IOException {
        return open(loop, at, peer, false);
    }

    /**
     * Opens a socket as {@link #open(NettyLoop, SocketAddress, SocketAddress)} does, optionally at a shared port.
     *
     * @param loop the loop of the current hub
     * @param at the resolved local address; null for none
     * @param peer the only address to exchange datagrams with, or null for all
     * @param sharePort whether other sockets may bind to the same port and share its datagrams
     * @return the socket
     * @throws IOException if the operating system refuses
     * @throws UnsupportedOperationException if this loop does not have such sockets
     */
    public static DatagramEndpoint open(
            NettyLoop loop, @Nullable SocketAddress at, @Nullable SocketAddress peer, boolean sharePort)
            throws IOException {
        boolean unix = at instanceof UnixDomainSocketAddress || peer instanceof UnixDomainSocketAddress;
        Channel channel;
        try {
            channel = unix ? loop.transport().unixDatagrams() : loop.transport().datagrams();
        } catch (ChannelException e) {
            throw Failures.toBind(String.valueOf(at), e);
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

    private void bind(@Nullable SocketAddress at, @Nullable SocketAddress peer) throws IOException {
        ChannelFuture done = loop.eventLoop().register(channel);
        if (done.cause() == null && at != null) {
            done = StalePath.bind(channel, loop.transport(), at);
        }
        if (done.cause() != null) {
            throw Failures.toBind(String.valueOf(at), done.cause());
        }
        if (peer != null) {
            try {
                loop.transport().connectDatagrams(channel, loop.transport().toNetty(peer));
            } catch (IOException e) {
                throw Failures.toConnect(peer, e);
            }
            this.peer = peer;
        }
        local = Transport.toJdk(loop.transport().localAddress(channel));
        name = "datagram socket" + (local == null ? "" : " " + local) + (peer == null ? "" : " to " + peer);
    }

    /**
     * Returns the address of this socket.
     *
     * @return the actual address, also after the socket was closed; null if it has none
     */
    public @Nullable SocketAddress localAddress() {
        return local;
    }

    /**
     * Joins or leaves a multicast group. Does nothing if the membership is already as requested.
     *
     * @param group the group
     * @param on the network interface
     * @param member true to join, false to leave
     * @throws IOException if the operating system refuses
     */
    public void receiveFrom(InetAddress group, NetworkInterface on, boolean member) throws IOException {
        loop.check(this);
        if (closed) {
            throw Failures.closed(this);
        }
        if (!group.isMulticastAddress()) {
            throw new IllegalArgumentException(
                    "a group must have a multicast address, from 224.0.0.0/4 or ff00::/8: " + group.getHostAddress());
        }
        var membership = new Membership(group, on.getIndex());
        if (memberships.contains(membership) == member) {
            return;
        }
        if (!(channel instanceof DatagramChannel datagrams)) {
            throw new NotSimulatedException("multicast is not simulated: " + group.getHostAddress());
        }
        ChannelFuture done = member ? datagrams.joinGroup(group, on, null) : datagrams.leaveGroup(group, on, null);
        if (done.cause() != null) {
            throw Failures.of(
                    this + (member ? " cannot join " : " cannot leave ") + group.getHostAddress() + " on "
                            + on.getName(),
                    done.cause());
        }
        if (member) {
            memberships.add(membership);
        } else {
            memberships.remove(membership);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var packet = (AddressedEnvelope<?, ?>) message;
        try {
            if (!closed) {
                received.add(
                        new Packet(ByteBufUtil.getBytes((ByteBuf) packet.content()), Transport.toJdk(packet.sender())));
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
     * Receives the next datagram, waiting for one if none is queued.
     *
     * @param nanos the longest wait
     * @return the datagram
     * @throws IOException if receiving failed, the socket is closed, or the time passed
     */
    public Packet receive(long nanos) throws IOException {
        loop.check(this);
        loop.consumeBudget();
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
                throw Failures.of(this, refused(cause));
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
     * @param data the content
     * @param to the receiver; null for the peer
     * @param nanos the longest wait
     * @throws IOException if sending failed, the socket is closed, or the time passed
     */
    public void send(ByteBuffer data, @Nullable SocketAddress to, long nanos) throws IOException {
        loop.check(this);
        loop.consumeBudget();
        if (closed) {
            throw Failures.closed(this);
        }
        if (to == null && peer == null) {
            throw new NotYetConnectedException();
        }
        if (data.remaining() > longest) {
            throw new IllegalArgumentException("a datagram has at most " + longest + " bytes: " + data.remaining());
        }
        if (!data.hasRemaining()) {
            sendEmpty(to, nanos);
        } else if (to instanceof UnixDomainSocketAddress unix) {
            sendToPath(data, unix, nanos);
        } else {
            sendByNetty(data, to, nanos);
        }
    }

    private void sendByNetty(ByteBuffer data, @Nullable SocketAddress to, long nanos) throws IOException {
        ByteBuf buffer = loop.scratch();
        ChannelFuture sending;
        try {
            buffer.writeBytes(data);
            sending = channel.writeAndFlush(
                    to == null ? buffer.retain() : new DatagramPacket(buffer.retain(), (InetSocketAddress) to));
        } finally {
            loop.giveBack(buffer);
        }
        if (!sending.isDone()) {
            sending.addListener(_ -> outgoing.signal(null));
            awaitSent(sending, nanos);
        }
        if (sending.cause() != null) {
            throw Failures.of(to == null ? this : this + " to " + to, refused(sending.cause()));
        }
    }

    /**
     * Converts a refusal of a UDP peer's machine to the exception of the JDK. Netty does this only for channels that it
     * connected itself.
     */
    private Throwable refused(Throwable cause) {
        boolean unreachable = peer instanceof InetSocketAddress
                && cause instanceof Errors.NativeIoException failed
                && failed.expectedErr() == Errors.ERROR_ECONNREFUSED_NEGATIVE;
        return unreachable ? new PortUnreachableException(cause.getMessage()) : cause;
    }

    /** Sends an empty datagram past Netty, which would drop it, after all datagrams sent before. */
    private void sendEmpty(@Nullable SocketAddress to, long nanos) throws IOException {
        var deadline = new Deadline(nanos);
        long pause = MIN_PAUSE;
        while (!outgoing.wouldNotBlock()) {
            awaitRoom(deadline, Long.MAX_VALUE, nanos);
        }
        while (!trySendEmpty(to)) {
            awaitRoom(deadline, pause, nanos);
            pause = Math.min(2 * pause, MAX_PAUSE);
        }
    }

    private boolean trySendEmpty(@Nullable SocketAddress to) throws IOException {
        if (closed) {
            throw Failures.closed(this);
        }
        try {
            return loop.transport().sendEmpty(channel, to);
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            throw Failures.of(to == null ? this : this + " to " + to, refused(e));
        }
    }

    private void awaitSent(ChannelFuture sending, long nanos) throws IOException {
        var deadline = new Deadline(nanos);
        while (!sending.isDone()) {
            awaitRoom(deadline, Long.MAX_VALUE, nanos);
        }
    }

    /**
     * Sends to a path past Netty. The kernel reports an unconnected socket as always writable, whatever the receiver's
     * queue, so Netty would spin.
     */
    private void sendToPath(ByteBuffer data, UnixDomainSocketAddress to, long nanos) throws IOException {
        byte[] path = to.getPath().toString().getBytes(StandardCharsets.UTF_8);
        var deadline = new Deadline(nanos);
        long pause = MIN_PAUSE;
        ByteBuf buffer = loop.scratch();
        try {
            buffer.writeBytes(data.duplicate());
            while (!trySend(buffer, path, to)) {
                awaitRoom(deadline, pause, nanos);
                pause = Math.min(2 * pause, MAX_PAUSE);
            }
            data.position(data.limit());
        } finally {
            loop.giveBack(buffer);
        }
    }

    private boolean trySend(ByteBuf buffer, byte[] path, UnixDomainSocketAddress to) throws IOException {
        ByteBuffer direct = buffer.internalNioBuffer(buffer.readerIndex(), buffer.readableBytes());
        try {
            var socket = (Socket) ((UnixChannel) channel).fd();
            return socket.sendToDomainSocket(direct, direct.position(), direct.limit(), path) > 0;
        } catch (IOException e) {
            throw Failures.of(this + " to " + to, e);
        }
    }

    /** Waits until Netty has sent something, but at most {@code most} nanoseconds. */
    private void awaitRoom(Deadline deadline, long most, long nanos) throws IOException {
        Object notice = outgoing.await(Math.min(deadline.left(), most));
        if (WaitList.timedOut(notice)) {
            if (deadline.left() == 0) {
                throw Failures.timedOut("send", this, nanos, null);
            }
        } else if (notice != null) {
            throw Failures.interrupted(notice);
        }
    }

    /** Closes the socket; a greenlet that waits for it gets an exception. */
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
     * Returns whether the socket is open.
     *
     * @return false after {@link #close}
     */
    public boolean isOpen() {
        return !closed;
    }

    /**
     * Returns the underlying channel.
     *
     * @return Netty's channel
     */
    public Channel channel() {
        return channel;
    }

    /**
     * Returns a view that is ready when a receive would not block.
     *
     * @return the view
     */
    public Linkable readable() {
        return incoming;
    }

    /**
     * Returns a view that is ready when all datagrams sent before have been passed to the kernel.
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

    private final class Incoming extends WaitPoint {
        Incoming(NettyLoop loop) {
            super(loop);
        }

        @Override
        protected boolean wouldNotBlock() {
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

    private final class Outgoing extends WaitPoint {
        Outgoing(NettyLoop loop) {
            super(loop);
        }

        @Override
        protected boolean wouldNotBlock() {
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
