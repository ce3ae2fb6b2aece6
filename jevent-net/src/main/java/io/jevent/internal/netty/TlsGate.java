// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Keeps input away from a TLS engine while a greenlet is in it: should the greenlet be unmounted there, the loop must
 * not wait for the engine's lock. Also refuses renegotiations, which cost this end more than the peer.
 */
final class TlsGate extends ChannelInboundHandlerAdapter {

    private final NettyLoop loop;
    private final TlsRecords records = new TlsRecords();
    private final Runnable renegotiation;
    private final ArrayDeque<Kept> kept = new ArrayDeque<>();
    private boolean entered;
    private boolean refuses;

    /** An event that has to wait; {@code message} is what to release if it can never go on. */
    private record Kept(@Nullable Object message, Runnable pass) {}

    TlsGate(NettyLoop loop, Runnable renegotiation) {
        this.loop = loop;
        this.renegotiation = renegotiation;
    }

    /** Looks at bytes that do not come through here. */
    void look(ByteBuf bytes) {
        records.look(bytes);
    }

    /** From now on a further handshake is refused; whether the peer has asked for one already. */
    boolean refuseRenegotiation() {
        refuses = true;
        return records.asksAgain();
    }

    boolean isEntered() {
        return entered;
    }

    /** A greenlet goes into the engine. */
    void enter() {
        entered = true;
    }

    /** The greenlet has left it. */
    void leave() {
        entered = false;
        if (!kept.isEmpty()) {
            var _ = loop.hub().runCallback(this::passAll);
        }
    }

    private void passAll() {
        Kept next;
        while (!entered && (next = kept.poll()) != null) {
            next.pass.run();
        }
    }

    private void pass(@Nullable Object message, Runnable event) {
        if (entered || !kept.isEmpty()) {
            kept.add(new Kept(message, event));
        } else {
            event.run();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        records.look((ByteBuf) message);
        if (refuses && records.asksAgain()) {
            ReferenceCountUtil.release(message);
            renegotiation.run();
            return;
        }
        pass(message, () -> context.fireChannelRead(message));
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        pass(null, context::fireChannelReadComplete);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        pass(null, () -> context.fireUserEventTriggered(event));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        pass(null, context::fireChannelInactive);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        Kept next;
        while ((next = kept.poll()) != null) {
            ReferenceCountUtil.release(next.message);
        }
    }
}
