// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.netty.channel.AbstractChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** A socket on the network of a simulation: its options, whether it is open, and when it reads. */
abstract class SimulatedChannel extends AbstractChannel {

    final SimulatedOptions options;
    private boolean closed;
    private boolean readPending;
    private boolean readQueued;

    /**
     * Makes an open one.
     *
     * @param parent the listener that has accepted it; null if it was made otherwise
     * @param stream whether it has the options of streams, or those of datagrams
     */
    SimulatedChannel(@Nullable Channel parent, boolean stream) {
        super(parent);
        options = new SimulatedOptions(this, stream);
    }

    /** Whether there is a socket from which something can arrive. */
    abstract boolean hasSocket();

    /** Reads what has arrived, while {@link #wantsMore}. */
    abstract void readNow();

    /** Reads if Netty has asked for input. */
    final void arrived() {
        if (readPending) {
            readNow();
        }
    }

    final boolean wantsMore() {
        return readPending;
    }

    /** Notes that one piece of input was passed on. */
    final void took() {
        readPending = options.isAutoRead();
    }

    final void stopReading() {
        readPending = false;
    }

    @Override
    protected final void doBeginRead() {
        readPending = true;
        if (!readQueued && hasSocket()) {
            readQueued = true;
            eventLoop().execute(() -> {
                readQueued = false;
                arrived();
            });
        }
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new AbstractUnsafe() {
            @Override
            public void connect(SocketAddress to, @Nullable SocketAddress from, ChannelPromise promise) {
                safeSetFailure(promise, new UnsupportedOperationException("this socket does not connect"));
            }
        };
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return loop instanceof SimulatedLoop;
    }

    @Override
    protected void doDisconnect() {
        doClose();
    }

    @Override
    protected void doClose() {
        closed = true;
    }

    @Override
    public final ChannelConfig config() {
        return options;
    }

    @Override
    public final boolean isOpen() {
        return !closed;
    }
}
