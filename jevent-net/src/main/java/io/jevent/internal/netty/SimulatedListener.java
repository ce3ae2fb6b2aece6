// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.internal.wire.Wire;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ServerChannel;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** A listening socket on the network of a simulation. */
final class SimulatedListener extends SimulatedChannel implements ServerChannel {

    private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);

    private final Wire wire;
    private Wire.@Nullable Listener listener;

    SimulatedListener(Wire wire) {
        super(null, true);
        this.wire = wire;
    }

    @Override
    protected void doBind(SocketAddress at) throws IOException {
        listener = wire.listen(at, options.number(ChannelOption.SO_BACKLOG), this::arrived);
    }

    @Override
    boolean hasSocket() {
        return listener != null;
    }

    @Override
    void readNow() {
        Wire.Listener from = listener;
        if (from == null || !isOpen()) {
            return;
        }
        boolean any = false;
        Wire.Stream next;
        while (wantsMore() && (next = from.accept()) != null) {
            any = true;
            pipeline().fireChannelRead(new SimulatedStream(wire, this, next));
            took();
        }
        if (any) {
            pipeline().fireChannelReadComplete();
        }
    }

    @Override
    protected @Nullable SocketAddress localAddress0() {
        Wire.Listener open = listener;
        return open == null ? null : open.localAddress();
    }

    @Override
    protected void doClose() {
        super.doClose();
        Wire.Listener open = listener;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public boolean isActive() {
        return listener != null && isOpen();
    }

    @Override
    protected @Nullable SocketAddress remoteAddress0() {
        return null;
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer in) {
        throw new UnsupportedOperationException("a listening socket sends nothing");
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }
}
