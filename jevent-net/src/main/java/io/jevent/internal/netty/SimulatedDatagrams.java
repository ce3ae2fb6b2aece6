// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.internal.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.channels.NotYetConnectedException;
import org.jspecify.annotations.Nullable;

/** A socket for datagrams on the network of a simulation. */
final class SimulatedDatagrams extends SimulatedChannel {

    private static final ChannelMetadata METADATA = new ChannelMetadata(true, 16);

    private final Wire wire;
    private Wire.@Nullable Datagrams socket;
    private @Nullable SocketAddress peer;

    SimulatedDatagrams(Wire wire) {
        super(null, false);
        this.wire = wire;
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

    @Override
    boolean hasSocket() {
        return socket != null;
    }

    @Override
    void readNow() {
        Wire.Datagrams from = socket;
        if (from == null || !isOpen()) {
            return;
        }
        if (from.takeUnreachable()) {
            pipeline().fireExceptionCaught(new PortUnreachableException("Connection refused"));
        }
        boolean any = false;
        Wire.Packet next;
        while (wantsMore() && (next = from.receive()) != null) {
            any = true;
            took();
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
        super.doClose();
        Wire.Datagrams open = socket;
        if (open != null) {
            open.close();
        }
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
    public boolean isActive() {
        return isOpen() && isRegistered();
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }
}
