// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.wiresocket;

import io.jevent.exceptions.NotSimulatedException;
import io.jevent.internal.wire.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A {@link ServerSocketChannel} on the network of a simulation. */
final class WireServerSocketChannel extends ServerSocketChannel implements WireSelector.Selected {

    private static final Set<SocketOption<?>> OPTIONS =
            Set.of(StandardSocketOptions.SO_RCVBUF, StandardSocketOptions.SO_REUSEADDR);
    private static final int BACKLOG = 50;

    private final Wire wire;
    private final Watchers watchers = new Watchers();
    private final Change change = new Change();
    private final OptionValues options = new OptionValues(OPTIONS);
    private final Queue<Wire.Stream> arrived = new ArrayDeque<>();
    private Wire.@Nullable Listener listener;

    WireServerSocketChannel(SelectorProvider provider, Wire wire) {
        super(provider);
        this.wire = wire;
    }

    private void requireOpen() throws ClosedChannelException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public ServerSocketChannel bind(@Nullable SocketAddress local, int backlog) throws IOException {
        requireOpen();
        if (listener != null) {
            throw new AlreadyBoundException();
        }
        SocketAddress at = local != null ? local : new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0);
        listener = wire.listen(at, backlog > 0 ? backlog : BACKLOG, this::arrived);
        return this;
    }

    private void arrived() {
        take();
        change.happens();
        watchers.tell();
    }

    private void take() {
        Wire.Listener from = listener;
        Wire.Stream next;
        while (from != null && isOpen() && (next = from.accept()) != null) {
            arrived.add(next);
        }
    }

    @Override
    public @Nullable SocketChannel accept() throws IOException {
        requireOpen();
        if (listener == null) {
            throw new NotYetBoundException();
        }
        take();
        if (isBlocking()) {
            change.await(() -> !arrived.isEmpty() || !isOpen());
            if (!isOpen()) {
                throw new AsynchronousCloseException();
            }
        }
        Wire.Stream next = arrived.poll();
        return next == null ? null : new WireSocketChannel(provider(), wire, next);
    }

    @Override
    public int readyOps() {
        take();
        return arrived.isEmpty() ? 0 : SelectionKey.OP_ACCEPT;
    }

    @Override
    public void watch(WireSelector selector, boolean on) {
        watchers.watch(selector, on);
    }

    @Override
    public @Nullable SocketAddress getLocalAddress() throws IOException {
        requireOpen();
        return listener == null ? null : listener.localAddress();
    }

    @Override
    public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) throws IOException {
        requireOpen();
        options.set(name, value);
        return this;
    }

    @Override
    public <T> @Nullable T getOption(SocketOption<T> name) throws IOException {
        requireOpen();
        return options.get(name);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return OPTIONS;
    }

    @Override
    public ServerSocket socket() {
        try {
            return new ListenerSocket(this);
        } catch (IOException e) {
            throw new NotSimulatedException("the socket of a channel cannot be made: " + e);
        }
    }

    /** The socket that {@link #socket} returns. */
    private static final class ListenerSocket extends ServerSocket {
        private final WireServerSocketChannel channel;

        ListenerSocket(WireServerSocketChannel channel) throws IOException {
            this.channel = channel;
        }

        @Override
        public void bind(@Nullable SocketAddress at) throws IOException {
            var _ = channel.bind(at);
        }

        @Override
        public void bind(@Nullable SocketAddress at, int backlog) throws IOException {
            var _ = channel.bind(at, backlog);
        }

        @Override
        public ServerSocketChannel getChannel() {
            return channel;
        }

        @Override
        public boolean isBound() {
            return channel.listener != null;
        }

        @Override
        public boolean isClosed() {
            return !channel.isOpen();
        }

        @Override
        public int getLocalPort() {
            return channel.listener != null && channel.listener.localAddress() instanceof InetSocketAddress inet
                    ? inet.getPort()
                    : -1;
        }

        @Override
        public @Nullable SocketAddress getLocalSocketAddress() {
            return channel.listener == null ? null : channel.listener.localAddress();
        }

        @Override
        public void setReuseAddress(boolean on) {
            channel.options.set(StandardSocketOptions.SO_REUSEADDR, on);
        }

        @Override
        public void setReceiveBufferSize(int size) {
            channel.options.set(StandardSocketOptions.SO_RCVBUF, size);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    @Override
    protected void implCloseSelectableChannel() {
        if (listener != null) {
            listener.close();
        }
        arrived.forEach(Wire.Stream::reset);
        arrived.clear();
        change.happens();
        watchers.tell();
    }

    @Override
    protected void implConfigureBlocking(boolean block) {
        // accept() asks isBlocking()
    }
}
