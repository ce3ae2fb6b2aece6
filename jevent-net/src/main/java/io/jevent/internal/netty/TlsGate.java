// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.hub.DirectCallback;
import io.jevent.hub.ForeignCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/*
 * Invariant: the loop enters an engine only if nobody else is in it. Who is: a greenlet that sends, or a step of the
 * handshake, which runs foreign code (trust managers, providers) and therefore aside (ForeignCode.call). Either may be
 * unmounted while it holds the engine's lock; the loop would wait for that lock and keep it from going on.
 */
/**
 * Keeps input away from a TLS engine while a greenlet or a step of the handshake is in it. Also refuses renegotiations,
 * which cost this end more than the peer.
 */
final class TlsGate extends ChannelInboundHandlerAdapter {

    private final NettyLoop loop;
    private final TlsRecords records = new TlsRecords();
    private final Runnable renegotiation;
    private final ArrayDeque<Kept> kept = new ArrayDeque<>();
    private int entered;
    private boolean handshaken;
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
        return entered > 0;
    }

    /** A greenlet or a step goes into the engine. */
    void enter() {
        entered++;
    }

    /** It has left the engine. */
    void leave() {
        entered--;
        if (entered == 0 && !kept.isEmpty()) {
            var _ = loop.hub().runCallback((DirectCallback) this::passAll);
        }
    }

    private void passAll() {
        Kept next;
        while (entered == 0 && (next = kept.poll()) != null) {
            run(next.pass);
        }
    }

    private void pass(@Nullable Object message, Runnable event) {
        if (entered > 0 || !kept.isEmpty()) {
            kept.add(new Kept(message, event));
        } else {
            run(event);
        }
    }

    private void run(Runnable event) {
        if (handshaken) {
            event.run();
        } else {
            ForeignCode.call(() -> enterFor(event));
        }
    }

    /** A step of the handshake. */
    void enterFor(Runnable step) {
        enter();
        try {
            step.run();
        } finally {
            leave();
        }
    }

    /** Input is only decrypted from now on. */
    void handshaken() {
        handshaken = true;
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
