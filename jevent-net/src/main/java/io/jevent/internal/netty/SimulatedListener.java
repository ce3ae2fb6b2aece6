// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.internal.wire.Wire;
import io.netty.channel.AbstractServerChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** A listening socket on the network of a simulation. */
final class SimulatedListener extends AbstractServerChannel {

    private final Wire wire;
    private final SimulatedOptions options = new SimulatedOptions(this, true);
    private Wire.@Nullable Listener listener;
    private boolean closed;
    private boolean readPending;
    private boolean readQueued;

    SimulatedListener(Wire wire) {
        this.wire = wire;
    }

    @Override
    protected void doBind(SocketAddress at) throws IOException {
        listener = wire.listen(at, options.number(ChannelOption.SO_BACKLOG), this::arrived);
    }

    private void arrived() {
        if (readPending) {
            accept();
        }
    }

    @Override
    protected void doBeginRead() {
        readPending = true;
        if (!readQueued && listener != null) {
            readQueued = true;
            eventLoop().execute(() -> {
                readQueued = false;
                arrived();
            });
        }
    }

    private void accept() {
        Wire.Listener from = listener;
        if (from == null || closed) {
            return;
        }
        boolean any = false;
        Wire.Stream next;
        while (readPending && (next = from.accept()) != null) {
            any = true;
            pipeline().fireChannelRead(new SimulatedStream(wire, this, next));
            readPending = options.isAutoRead();
        }
        if (any) {
            pipeline().fireChannelReadComplete();
        }
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return loop instanceof SimulatedLoop;
    }

    @Override
    protected @Nullable SocketAddress localAddress0() {
        Wire.Listener open = listener;
        return open == null ? null : open.localAddress();
    }

    @Override
    protected void doClose() {
        closed = true;
        Wire.Listener open = listener;
        if (open != null) {
            open.close();
        }
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
        return listener != null && !closed;
    }
}
