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
 * Invariant: the loop enters an engine only if neither a greenlet nor a step of the handshake is in it. A greenlet
 * enters to send. A step of the handshake runs foreign code (trust managers, providers), so it runs on a lane
 * (ForeignCode.call). Either may be unmounted while it holds the engine's lock; the loop would wait for that lock and
 * block the hub that must run the owner.
 */
/**
 * Holds input back from a TLS engine while a greenlet or a step of the handshake is in it. Also refuses renegotiation,
 * which costs this end more than the peer.
 */
final class TlsGate extends ChannelInboundHandlerAdapter {

    private final NettyLoop loop;
    private final TlsRecords records = new TlsRecords();
    private final Runnable renegotiation;
    private final ArrayDeque<HeldEvent> held = new ArrayDeque<>();
    private int entered;
    private boolean handshaken;
    private boolean refuses;

    /** An event that is held back; {@code message} is released if the event is never passed on. */
    private record HeldEvent(@Nullable Object message, Runnable pass) {}

    TlsGate(NettyLoop loop, Runnable renegotiation) {
        this.loop = loop;
        this.renegotiation = renegotiation;
    }

    /** Inspects bytes that do not pass through this handler. */
    void look(ByteBuf bytes) {
        records.look(bytes);
    }

    /** Refuses further handshakes from now on; returns whether the peer has already asked for one. */
    boolean refuseRenegotiation() {
        refuses = true;
        return records.asksForRenegotiation();
    }

    boolean isEntered() {
        return entered > 0;
    }

    /** Called before a greenlet or a step enters the engine. */
    void enter() {
        entered++;
    }

    /** Called after it has left the engine. */
    void leave() {
        entered--;
        if (entered == 0 && !held.isEmpty()) {
            var _ = loop.hub().runCallback((DirectCallback) this::passAll);
        }
    }

    private void passAll() {
        HeldEvent next;
        while (entered == 0 && (next = held.poll()) != null) {
            run(next.pass);
        }
    }

    private void pass(@Nullable Object message, Runnable event) {
        if (entered > 0 || !held.isEmpty()) {
            held.add(new HeldEvent(message, event));
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

    /** Runs a step of the handshake in the engine. */
    void enterFor(Runnable step) {
        enter();
        try {
            step.run();
        } finally {
            leave();
        }
    }

    /** Called after the handshake: from now on input is only decrypted. */
    void handshaken() {
        handshaken = true;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        records.look((ByteBuf) message);
        if (refuses && records.asksForRenegotiation()) {
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
        HeldEvent next;
        while ((next = held.poll()) != null) {
            ReferenceCountUtil.release(next.message);
        }
    }
}
