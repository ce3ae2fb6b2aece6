// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.wiresocket;

import io.jevent.internal.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NoConnectionPendingException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.spi.SelectorProvider;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A {@link SocketChannel} over the network of a simulation. */
final class WireSocketChannel extends SocketChannel implements WireSelector.Selected {

    private static final Set<SocketOption<?>> OPTIONS = Set.of(
            StandardSocketOptions.SO_RCVBUF,
            StandardSocketOptions.SO_SNDBUF,
            StandardSocketOptions.SO_REUSEADDR,
            StandardSocketOptions.SO_KEEPALIVE,
            StandardSocketOptions.SO_LINGER,
            StandardSocketOptions.TCP_NODELAY,
            StandardSocketOptions.IP_TOS);

    private final Wire wire;
    private final Watchers watchers = new Watchers();
    private final StreamEnd end = new StreamEnd(watchers::tell);
    private final OptionValues options = new OptionValues(OPTIONS);
    private @Nullable SocketAddress bound;
    private boolean connecting;
    private boolean finished;

    WireSocketChannel(SelectorProvider provider, Wire wire) {
        super(provider);
        this.wire = wire;
    }

    WireSocketChannel(SelectorProvider provider, Wire wire, Wire.Stream accepted) {
        this(provider, wire);
        finished = true;
        end.accept(accepted);
    }

    private void requireOpen() throws ClosedChannelException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public SocketChannel bind(@Nullable SocketAddress local) throws IOException {
        requireOpen();
        bound = local;
        return this;
    }

    @Override
    public boolean connect(SocketAddress remote) throws IOException {
        requireOpen();
        if (finished) {
            throw new AlreadyConnectedException();
        }
        if (connecting) {
            throw new ConnectionPendingException();
        }
        if (remote instanceof InetSocketAddress inet && inet.isUnresolved()) {
            throw new UnresolvedAddressException();
        }
        connecting = true;
        try {
            end.connect(wire, remote, bound);
        } catch (IOException e) {
            close();
            throw e;
        }
        return isBlocking() && finishConnect();
    }

    @Override
    public boolean finishConnect() throws IOException {
        requireOpen();
        if (finished) {
            return true;
        }
        if (!connecting) {
            throw new NoConnectionPendingException();
        }
        try {
            if (isBlocking()) {
                end.awaitConnected(0);
            } else if (!end.isDecided()) {
                return false;
            }
            end.requireConnected();
        } catch (IOException e) {
            close();
            throw e;
        }
        connecting = false;
        finished = true;
        watchers.tell();
        return true;
    }

    @Override
    public boolean isConnected() {
        return finished && isOpen();
    }

    @Override
    public boolean isConnectionPending() {
        return connecting && isOpen();
    }

    @Override
    public int readyOps() {
        if (!finished) {
            return connecting && end.isDecided() ? SelectionKey.OP_CONNECT : 0;
        }
        return (end.isReadable() ? SelectionKey.OP_READ : 0) | (end.isWritable() ? SelectionKey.OP_WRITE : 0);
    }

    @Override
    public void watch(WireSelector selector, boolean on) {
        watchers.watch(selector, on);
    }

    private void requireConnected() throws IOException {
        requireOpen();
        if (!finished) {
            throw new NotYetConnectedException();
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        requireConnected();
        if (!target.hasRemaining()) {
            return 0;
        }
        var bytes = new byte[Math.min(target.remaining(), Math.max(1, isBlocking() ? 16 * 1024 : end.available()))];
        int n = isBlocking() ? end.read(bytes, 0, bytes.length, 0) : end.read(bytes, 0, bytes.length);
        if (n > 0) {
            target.put(bytes, 0, n);
        }
        return n;
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, targets.length);
        long all = 0;
        for (int i = offset; i < offset + length; i++) {
            while (targets[i].hasRemaining() && (all == 0 || end.available() > 0)) {
                int n = read(targets[i]);
                if (n <= 0) {
                    return all > 0 ? all : n;
                }
                all += n;
            }
        }
        return all;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        requireConnected();
        int length = isBlocking()
                ? source.remaining()
                : Math.min(source.remaining(), Math.max(1, end.stream().room()));
        var bytes = new byte[length];
        source.get(source.position(), bytes);
        int n = length;
        if (isBlocking()) {
            end.writeAll(bytes, 0, length);
        } else {
            n = end.write(bytes, 0, length);
        }
        source.position(source.position() + n);
        return n;
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, sources.length);
        long all = 0;
        for (int i = offset; i < offset + length; i++) {
            if (sources[i].hasRemaining()) {
                all += write(sources[i]);
                if (sources[i].hasRemaining()) {
                    break;
                }
            }
        }
        return all;
    }

    @Override
    public SocketChannel shutdownInput() throws IOException {
        requireConnected();
        end.stream().shutdownInput();
        return this;
    }

    @Override
    public SocketChannel shutdownOutput() throws IOException {
        requireConnected();
        end.stream().shutdownOutput();
        return this;
    }

    @Override
    public @Nullable SocketAddress getRemoteAddress() throws IOException {
        requireOpen();
        return finished ? end.remoteAddress() : null;
    }

    @Override
    public @Nullable SocketAddress getLocalAddress() throws IOException {
        requireOpen();
        SocketAddress local = end.localAddress();
        return local != null ? local : bound;
    }

    @Override
    public <T> SocketChannel setOption(SocketOption<T> name, T value) throws IOException {
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
    public Socket socket() {
        try {
            return new ChannelSocket(this);
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void implCloseSelectableChannel() {
        if (Objects.equals(options.get(StandardSocketOptions.SO_LINGER), 0)) {
            end.reset();
        } else {
            end.close();
        }
        watchers.tell();
    }

    @Override
    protected void implConfigureBlocking(boolean block) {
        // each operation asks isBlocking()
    }
}
