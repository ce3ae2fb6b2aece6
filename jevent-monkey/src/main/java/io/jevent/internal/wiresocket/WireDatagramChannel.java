// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.wiresocket;

import io.jevent.exceptions.NotSimulatedException;
import io.jevent.internal.wire.Wire;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.nio.channels.spi.SelectorProvider;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A {@link DatagramChannel} on the network of a simulation. */
final class WireDatagramChannel extends DatagramChannel implements WireSelector.Selected {

    private static final Set<SocketOption<?>> OPTIONS = Set.of(
            StandardSocketOptions.SO_RCVBUF,
            StandardSocketOptions.SO_SNDBUF,
            StandardSocketOptions.SO_REUSEADDR,
            StandardSocketOptions.SO_BROADCAST,
            StandardSocketOptions.IP_TOS);

    private final Watchers watchers = new Watchers();
    private final DatagramEnd end;
    private final OptionValues options = new OptionValues(OPTIONS);

    WireDatagramChannel(SelectorProvider provider, Wire wire) {
        super(provider);
        this.end = new DatagramEnd(wire, watchers::tell);
    }

    private void requireOpen() throws ClosedChannelException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public DatagramChannel bind(@Nullable SocketAddress local) throws IOException {
        requireOpen();
        end.bind(local);
        return this;
    }

    @Override
    public DatagramChannel connect(SocketAddress remote) throws IOException {
        requireOpen();
        end.connect(remote);
        return this;
    }

    @Override
    public DatagramChannel disconnect() throws IOException {
        end.connect(null);
        return this;
    }

    @Override
    public boolean isConnected() {
        return end.peer() != null;
    }

    @Override
    public @Nullable SocketAddress getRemoteAddress() throws IOException {
        requireOpen();
        return end.peer();
    }

    @Override
    public @Nullable SocketAddress getLocalAddress() throws IOException {
        requireOpen();
        return end.localAddress();
    }

    @Override
    public @Nullable SocketAddress receive(ByteBuffer target) throws IOException {
        requireOpen();
        Wire.Packet next = isBlocking() ? end.peek(0) : end.poll();
        if (next == null) {
            return null;
        }
        end.take();
        target.put(next.data(), 0, Math.min(target.remaining(), next.data().length));
        return next.from();
    }

    @Override
    public int send(ByteBuffer source, SocketAddress target) throws IOException {
        requireOpen();
        var data = new byte[source.remaining()];
        source.get(data);
        end.send(data, target);
        return data.length;
    }

    private SocketAddress requirePeer() {
        SocketAddress peer = end.peer();
        if (peer == null) {
            throw new NotYetConnectedException();
        }
        return peer;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        var _ = requirePeer();
        int before = target.position();
        var _ = receive(target);
        return target.position() - before;
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, targets.length);
        return length == 0 ? 0 : read(targets[offset]);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return send(source, requirePeer());
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, sources.length);
        int bytes = 0;
        for (int i = offset; i < offset + length; i++) {
            bytes += sources[i].remaining();
        }
        ByteBuffer all = ByteBuffer.allocate(bytes);
        for (int i = offset; i < offset + length; i++) {
            all.put(sources[i]);
        }
        return write(all.flip());
    }

    @Override
    public int readyOps() {
        return SelectionKey.OP_WRITE | (end.isReadable() ? SelectionKey.OP_READ : 0);
    }

    @Override
    public void watch(WireSelector selector, boolean on) {
        watchers.watch(selector, on);
    }

    @Override
    public <T> DatagramChannel setOption(SocketOption<T> name, T value) {
        options.set(name, value);
        return this;
    }

    @Override
    public <T> @Nullable T getOption(SocketOption<T> name) {
        return options.get(name);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return OPTIONS;
    }

    @Override
    public DatagramSocket socket() {
        throw new NotSimulatedException("the socket of a DatagramChannel is not simulated; use the channel");
    }

    @Override
    public MembershipKey join(InetAddress group, NetworkInterface on) {
        throw new NotSimulatedException("multicast is not simulated");
    }

    @Override
    public MembershipKey join(InetAddress group, NetworkInterface on, InetAddress source) {
        return join(group, on);
    }

    @Override
    protected void implCloseSelectableChannel() {
        end.close();
    }

    @Override
    protected void implConfigureBlocking(boolean block) {
        // each operation asks isBlocking()
    }
}
