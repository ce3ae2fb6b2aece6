// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Deadline;
import io.jevent.hub.WaitList;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connected stream: a channel of Netty on one hub, and the greenlets that wait for it. */
public final class StreamChannel extends ChannelInboundHandlerAdapter {

    private final NettyLoop loop;
    private final Channel channel;
    private final StreamInput input;
    private final StreamOutput output;
    private boolean closed;
    private @Nullable TlsLayer tls;
    private List<String> applicationProtocols = List.of();
    private @Nullable SocketAddress local;
    private @Nullable SocketAddress remote;

    /** The loop's answer to {@link #register}, until it was read. */
    private @Nullable ChannelFuture registration;

    StreamChannel(NettyLoop loop, Channel channel) {
        this.loop = loop;
        this.channel = channel;
        this.input = new StreamInput(loop, this);
        this.output = new StreamOutput(loop, this);
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        NioUnixEnd.install(channel);
        channel.config().setOption(ChannelOption.AUTO_CLOSE, false);
        channel.config().setOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0);
        channel.pipeline().addLast(this);
    }

    /**
     * Registers a connected channel with a loop.
     *
     * @param loop the loop of the current hub
     * @param channel a channel that is not registered yet
     * @return the stream
     * @throws IOException if the registration fails
     */
    public static StreamChannel accepted(NettyLoop loop, Channel channel) throws IOException {
        var stream = new StreamChannel(loop, channel);
        stream.register();
        stream.requireRegistered();
        return stream;
    }

    /**
     * Connects to an address.
     *
     * @param loop the loop of the current hub
     * @param to a resolved address
     * @param from the local address, or null for any
     * @param nanos the longest wait
     * @return the stream
     * @throws IOException if the connection cannot be made
     */
    public static StreamChannel connect(NettyLoop loop, SocketAddress to, @Nullable SocketAddress from, long nanos)
            throws IOException {
        StreamChannel stream = open(loop, to);
        try {
            stream.requireRegistered();
            stream.connect(to, from, nanos);
            return stream;
        } catch (Throwable t) {
            stream.discard();
            throw t;
        }
    }

    /** Creates a channel for {@code to}, and has the loop watch it. */
    private static StreamChannel open(NettyLoop loop, SocketAddress to) throws IOException {
        boolean unix = to instanceof java.net.UnixDomainSocketAddress;
        var opened = new StreamChannel[1];
        try {
            loop.inTurn(() -> {
                opened[0] = new StreamChannel(loop, loop.transport().stream(unix));
                opened[0].register();
            });
        } catch (RuntimeException e) {
            throw Failures.toConnect(to, e);
        }
        return opened[0];
    }

    private void register() {
        registration = loop.eventLoop().register(channel);
    }

    private void requireRegistered() throws IOException {
        Throwable cause = registration == null ? null : registration.cause();
        registration = null;
        if (cause != null) {
            throw new IOException("cannot watch " + this + ": " + cause, cause);
        }
    }

    private void connect(SocketAddress to, @Nullable SocketAddress from, long nanos) throws IOException {
        Transport transport = loop.transport();
        remote = to;
        ChannelFuture connecting = from == null
                ? channel.connect(transport.toNetty(to))
                : channel.connect(transport.toNetty(to), transport.toNetty(from));
        if (!connecting.isDone()) {
            connecting.addListener(_ -> output.signal(null));
            var deadline = new Deadline(nanos);
            while (!connecting.isDone()) {
                Object notice = output.await(deadline.left());
                if (WaitList.timedOut(notice)) {
                    throw Failures.timedOut("connect", to, nanos, null);
                }
                if (notice != null) {
                    throw Failures.interrupted(notice);
                }
            }
        }
        Throwable cause = connecting.cause();
        if (cause != null) {
            throw Failures.toConnect(to, cause);
        }
    }

    /** Frees the resources of a failed connect. */
    private void discard() {
        closed = true;
        input.discard();
        channel.unsafe().closeForcibly();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        input.append((ByteBuf) message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            if (tls != null) {
                tls.inputEnded();
            }
            input.end();
        } else if (event instanceof ChannelOutputShutdownEvent) {
            output.end();
        } else if (event instanceof SslCloseCompletionEvent closing && tls != null) {
            tls.closed(closing.isSuccess());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (output.isWriting()) {
            output.failed(cause);
        } else if (tls != null) {
            tls.failed(cause);
        } else {
            input.failed(cause);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        input.channelClosed();
        output.signal(null);
    }

    /**
     * Returns the input.
     *
     * @return the input
     */
    public StreamInput input() {
        return input;
    }

    /**
     * Returns the output.
     *
     * @return the output
     */
    public StreamOutput output() {
        return output;
    }

    /**
     * Tells the peer that this end sends nothing more.
     *
     * @throws IOException if the socket is closed
     */
    public void shutdownOutput() throws IOException {
        checkOpen();
        output.shutdown("the output was shut down by " + CurrentGreenlet.get() + " while this greenlet waited to send: "
                + this);
    }

    /**
     * Ends the input; drops the bytes that were not read.
     *
     * @throws IOException if the socket is closed
     */
    public void shutdownInput() throws IOException {
        checkOpen();
        input.shutdown(
                "the input was shut down by " + CurrentGreenlet.get() + " while this greenlet waited to read: " + this);
    }

    void checkOpen() throws IOException {
        loop.check(this);
        if (closed) {
            throw Failures.closed(this);
        }
    }

    /** Closes the stream; greenlets that wait for it get an exception. */
    public void close() {
        loop.check(this);
        if (closed) {
            return;
        }
        rememberAddresses();
        closed = true;
        input.discard();
        if (input.isWaitedFor() || output.isWaitedFor()) {
            String notice =
                    "the socket was closed by " + CurrentGreenlet.get() + " while this greenlet waited for it: " + this;
            input.signal(notice);
            output.signal(notice);
        }
        if (tls != null) {
            tls.close();
        } else {
            var _ = channel.close();
        }
    }

    /** Sends and receives all later bytes through {@code layer}. */
    void setTls(TlsLayer layer) {
        tls = layer;
    }

    /**
     * Returns the TLS layer of this stream.
     *
     * @return the layer, or null if the stream is not encrypted
     */
    public @Nullable TlsLayer tls() {
        return tls;
    }

    /**
     * Sets the application protocols that a TLS server offers on this stream by ALPN, if it has none of its own.
     *
     * @param names the protocols, the preferred one first
     */
    public void applicationProtocols(List<String> names) {
        applicationProtocols = names;
    }

    /**
     * Returns the application protocols that the owner of this stream speaks.
     *
     * @return the protocols, the preferred one first; empty if it has set none
     */
    public List<String> applicationProtocols() {
        return applicationProtocols;
    }

    NettyLoop loop() {
        return loop;
    }

    /**
     * Returns whether the stream is open.
     *
     * @return false after {@link #close}
     */
    public boolean isOpen() {
        return !closed;
    }

    /**
     * Returns whether the peer caused a failure: the connection has failed, or the peer has ended its output too early.
     *
     * @param failure the exception
     * @return false if the exception may have another cause
     */
    public boolean isLost(IOException failure) {
        return input.hasFailed() || output.hasFailed() || (failure instanceof EOFException && input.hasEnded());
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
     * Returns the address of this end.
     *
     * @return the address, or null if it has none
     */
    public @Nullable SocketAddress localAddress() {
        rememberAddresses();
        return local;
    }

    /**
     * Returns the address of the other end.
     *
     * @return the address, or null if it has none
     */
    public @Nullable SocketAddress remoteAddress() {
        rememberAddresses();
        return remote;
    }

    /**
     * Replaces the address of the other end by that of the client behind it.
     *
     * @param client the address that a trusted load balancer has sent
     */
    public void setRemoteAddress(SocketAddress client) {
        remote = client;
    }

    private void rememberAddresses() {
        if (local == null) {
            local = Transport.toJdk(channel.localAddress());
        }
        if (remote == null) {
            remote = Transport.toJdk(channel.remoteAddress());
        }
    }

    @Override
    public String toString() {
        rememberAddresses();
        return "stream " + nameOf(local) + " to " + nameOf(remote) + (closed ? " (closed)" : "");
    }

    private static Object nameOf(@Nullable SocketAddress address) {
        return address == null ? "(no name)" : address;
    }
}
