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
import org.jspecify.annotations.Nullable;

/** The works of a connected stream: a channel of Netty for one hub, and the greenlets that wait for it. */
public final class StreamChannel extends ChannelInboundHandlerAdapter {

    private final NettyLoop loop;
    private final Channel channel;
    private final StreamInput input;
    private final StreamOutput output;
    private boolean closed;
    private @Nullable TlsLayer tls;
    private @Nullable SocketAddress local;
    private @Nullable SocketAddress remote;

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
     * Registers a channel that is connected already.
     *
     * @param loop the loop of the current hub
     * @param channel one that has no loop yet
     * @return the stream
     * @throws IOException if that is not possible
     */
    public static StreamChannel accepted(NettyLoop loop, Channel channel) throws IOException {
        var stream = new StreamChannel(loop, channel);
        stream.register();
        return stream;
    }

    /**
     * Connects to an address.
     *
     * @param loop the loop of the current hub
     * @param to an address that is resolved
     * @param from the local address, or null for any
     * @param nanos the longest wait
     * @return the stream
     * @throws IOException if the connection cannot be made
     */
    public static StreamChannel connect(NettyLoop loop, SocketAddress to, @Nullable SocketAddress from, long nanos)
            throws IOException {
        boolean unix = to instanceof java.net.UnixDomainSocketAddress;
        Channel channel;
        try {
            channel = loop.transport().stream(unix);
        } catch (RuntimeException e) {
            throw Failures.toConnect(to, e);
        }
        var stream = new StreamChannel(loop, channel);
        try {
            stream.register();
            stream.connect(to, from, nanos);
            return stream;
        } catch (Throwable t) {
            stream.discard();
            throw t;
        }
    }

    private void register() throws IOException {
        ChannelFuture registered = loop.eventLoop().register(channel);
        if (registered.cause() != null) {
            throw new IOException("cannot watch " + this + ": " + registered.cause(), registered.cause());
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

    /** Frees what a failed connect leaves. */
    private void discard() {
        closed = true;
        input.drop();
        channel.unsafe().closeForcibly();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        input.came((ByteBuf) message);
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
        input.gone();
        output.signal(null);
    }

    /**
     * What comes in.
     *
     * @return the input
     */
    public StreamInput input() {
        return input;
    }

    /**
     * What goes out.
     *
     * @return the output
     */
    public StreamOutput output() {
        return output;
    }

    /**
     * Tells the peer that nothing more will be sent.
     *
     * @throws IOException if the socket is closed
     */
    public void shutdownOutput() throws IOException {
        checkOpen();
        output.shutdown("the output was shut down by " + CurrentGreenlet.get() + " while this greenlet waited to send: "
                + this);
    }

    /**
     * Reads nothing more; what has come and was not read is dropped.
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

    /** Closes it; who waits for it gets an exception. */
    public void close() {
        loop.check(this);
        if (closed) {
            return;
        }
        rememberAddresses();
        closed = true;
        input.drop();
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

    /** From now on all that is read and sent goes through {@code layer}. */
    void tls(TlsLayer layer) {
        tls = layer;
    }

    /**
     * What encrypts this stream.
     *
     * @return the layer, or null if the stream is not encrypted
     */
    public @Nullable TlsLayer tls() {
        return tls;
    }

    NettyLoop loop() {
        return loop;
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
     * Whether the connection has failed, so that an exception is the peer's doing, or the peer has ended its output too
     * early.
     *
     * @param failure what was thrown
     * @return false if the exception may have another cause
     */
    public boolean isLost(IOException failure) {
        return input.hasFailed() || output.hasFailed() || (failure instanceof EOFException && input.hasEnded());
    }

    /**
     * The channel below.
     *
     * @return Netty's channel
     */
    public Channel channel() {
        return channel;
    }

    /**
     * The address of this end.
     *
     * @return the address, or null if it has none
     */
    public @Nullable SocketAddress localAddress() {
        rememberAddresses();
        return local;
    }

    /**
     * The address of the other end.
     *
     * @return the address, or null if it has none
     */
    public @Nullable SocketAddress remoteAddress() {
        rememberAddresses();
        return remote;
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
