// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.internal.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.channels.NotYetConnectedException;
import org.jspecify.annotations.Nullable;

/** A socket for datagrams on the network of a simulation. */
final class SimulatedDatagrams extends AbstractChannel {

    private static final ChannelMetadata METADATA = new ChannelMetadata(true, 16);

    private final Wire wire;
    private final SimulatedOptions options = new SimulatedOptions(this, false);
    private Wire.@Nullable Datagrams socket;
    private @Nullable SocketAddress peer;
    private boolean closed;
    private boolean readPending;
    private boolean readQueued;

    SimulatedDatagrams(Wire wire) {
        super(null);
        this.wire = wire;
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new AbstractUnsafe() {
            @Override
            public void connect(SocketAddress to, @Nullable SocketAddress from, ChannelPromise promise) {
                safeSetFailure(promise, new UnsupportedOperationException("connectTo connects"));
            }
        };
    }

    private Wire.Datagrams open() throws IOException {
        Wire.Datagrams open = socket;
        if (open == null) {
            open = wire.datagrams(null, this::arrived);
            socket = open;
        }
        return open;
    }

    void connectTo(SocketAddress to) throws IOException {
        open().connect(to);
        peer = to;
    }

    void send(byte[] data, @Nullable SocketAddress to) throws IOException {
        SocketAddress receiver = to != null ? to : peer;
        if (receiver == null) {
            throw new NotYetConnectedException();
        }
        open().send(data, receiver);
    }

    private void arrived() {
        if (readPending) {
            read0();
        }
    }

    @Override
    protected void doBeginRead() {
        readPending = true;
        if (!readQueued && socket != null) {
            readQueued = true;
            eventLoop().execute(() -> {
                readQueued = false;
                arrived();
            });
        }
    }

    private void read0() {
        Wire.Datagrams from = socket;
        if (from == null || closed) {
            return;
        }
        if (from.takeUnreachable()) {
            pipeline().fireExceptionCaught(new PortUnreachableException("Connection refused"));
        }
        boolean any = false;
        Wire.Packet next;
        while (readPending && (next = from.receive()) != null) {
            any = true;
            readPending = options.isAutoRead();
            pipeline()
                    .fireChannelRead(new DatagramPacket(
                            Unpooled.wrappedBuffer(next.data()),
                            (InetSocketAddress) from.localAddress(),
                            (InetSocketAddress) next.from()));
        }
        if (any) {
            pipeline().fireChannelReadComplete();
        }
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer in) throws IOException {
        Object message;
        while ((message = in.current()) != null) {
            switch (message) {
                case DatagramPacket packet -> send(ByteBufUtil.getBytes(packet.content()), packet.recipient());
                case ByteBuf buffer -> send(ByteBufUtil.getBytes(buffer), null);
                default ->
                    throw new IOException("cannot send a " + message.getClass().getName());
            }
            in.remove();
        }
    }

    @Override
    protected void doBind(SocketAddress at) throws IOException {
        socket = wire.datagrams(at, this::arrived);
    }

    @Override
    protected void doDisconnect() {
        peer = null;
    }

    @Override
    protected void doClose() {
        closed = true;
        Wire.Datagrams open = socket;
        if (open != null) {
            open.close();
        }
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return loop instanceof SimulatedLoop;
    }

    @Override
    protected @Nullable SocketAddress localAddress0() {
        Wire.Datagrams open = socket;
        return open == null ? null : open.localAddress();
    }

    @Override
    protected @Nullable SocketAddress remoteAddress0() {
        return peer;
    }

    @Override
    public ChannelConfig config() {
        return options;
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public boolean isActive() {
        return !closed && isRegistered();
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }
}
