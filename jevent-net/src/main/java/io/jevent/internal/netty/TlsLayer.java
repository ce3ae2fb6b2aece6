// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.hub.Deadline;
import io.jevent.hub.WaitList;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/*
 * Netty's handler is put in front of the stream, which is the last of its pipeline. What was received and not read by
 * then is given to the handler: on a connection just accepted that is the client's first message, and after a STARTTLS
 * whatever somebody slipped in behind the command is taken for TLS, and refused.
 *
 * The handshake runs in steps of the loop, never in a greenlet. The engine holds a lock of its own while it works, and in
 * it may wait for other locks (random numbers, sessions, those of a trust manager). So a step runs as callbacks do: if it
 * parks, the hub goes on. Once the handshake is done, only sending enters the engine from a greenlet. While either is in
 * the engine, TlsGate keeps input back, or the loop would wait for the engine's lock for ever.
 */
/** TLS on a stream: what is between the stream and the connection, once an upgrade was begun. */
public final class TlsLayer {

    private static final String TLS_1_3 = "TLSv1.3";
    private static final String RENEGOTIATION = "the peer asked for a renegotiation, which is refused";

    private final StreamChannel stream;
    private final SslHandler handler;
    private final TlsGate gate;
    private final Callbacks callbacks;
    private @Nullable Throwable failure;
    private @Nullable Object session;
    private boolean begun;
    private boolean handshaken;
    private boolean finished;

    /** Whether the peer said that nothing more comes. */
    private boolean peerFinished;

    /** Who asks for a handshake. */
    public interface Callbacks {

        /**
         * Makes of a failure one that can be shown.
         *
         * @param failure Netty's
         * @return what to tell
         */
        Throwable translate(Throwable failure);

        /**
         * Called at the end of the handshake, before anything else can happen to the engine.
         *
         * @return what was agreed on, for {@link TlsLayer#session}
         */
        Object newSession();
    }

    private TlsLayer(StreamChannel stream, SslHandler handler, Callbacks callbacks) {
        this.stream = stream;
        this.handler = handler;
        this.callbacks = callbacks;
        this.gate = new TlsGate(stream.loop(), this::refuseRenegotiation);
    }

    /**
     * Puts TLS on a stream and waits for the end of the handshake. Whatever goes wrong, the stream is closed.
     *
     * @param stream the stream; nobody else may use it meanwhile
     * @param handler what does it, new
     * @param callbacks who asks for it
     * @param nanos the longest time for it
     * @throws IOException if the handshake failed, the connection did, or the time passed
     */
    public static void handshake(StreamChannel stream, SslHandler handler, Callbacks callbacks, long nanos)
            throws IOException {
        stream.checkOpen();
        if (stream.tls() != null) {
            throw new IllegalStateException(stream + " is encrypted already");
        }
        stream.input().refuseSecond(stream, "read from");
        var deadline = new Deadline(nanos);
        stream.output().reserve(nanos);
        var layer = new TlsLayer(stream, handler, callbacks);
        try {
            stream.input().requireInput();
            stream.tls(layer);
            layer.perform(deadline, nanos);
        } catch (Throwable t) {
            stream.close();
            layer.discard();
            throw t;
        } finally {
            stream.output().release();
        }
    }

    private void perform(Deadline deadline, long nanos) throws IOException {
        handler.setHandshakeTimeoutMillis(0);
        var _ = stream.loop().hub().runCallback(() -> gate.enterFor(this::begin));
        while (!handshaken && failure == null) {
            Object notice = stream.input().await(deadline.left());
            if (handshaken || failure != null) {
                break;
            }
            if (WaitList.timedOut(notice)) {
                throw Failures.timedOut("TLS handshake", stream, nanos, null);
            }
            if (notice != null) {
                throw Failures.interrupted(notice);
            }
        }
        Throwable cause = failure;
        if (cause != null && !handshaken) {
            throw Failures.of(stream, cause);
        }
    }

    /** Frees the engine if nobody else will. */
    private void discard() {
        if (!begun) {
            ReferenceCountUtil.release(handler.engine());
        }
    }

    private void begin() {
        if (!stream.isOpen()) {
            return;
        }
        begun = true;
        ChannelPipeline pipeline = stream.channel().pipeline();
        String last = pipeline.context(stream).name();
        pipeline.addBefore(last, "gate", gate);
        pipeline.addBefore(last, "tls", handler);
        handler.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                succeed();
            } else {
                fail(done.cause());
            }
            stream.input().signal(null);
        });
        ByteBuf early = stream.input().takeAll();
        if (early != null) {
            gate.look(early);
            ChannelHandlerContext context = pipeline.context(gate);
            context.fireChannelRead(early); // past the gate, which this step has closed behind itself
            context.fireChannelReadComplete();
        }
        if (stream.input().hasEnded()) {
            inputEnded();
        }
    }

    private void succeed() {
        try {
            session = callbacks.newSession();
            boolean canRenegotiate =
                    !TLS_1_3.equals(handler.engine().getSession().getProtocol());
            if (canRenegotiate && gate.refuseRenegotiation()) {
                fail(new SSLException(RENEGOTIATION));
            } else {
                handshaken = true;
                gate.handshaken();
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void refuseRenegotiation() {
        var _ = stream.channel().close();
        failed(new SSLException(RENEGOTIATION));
    }

    private void fail(@Nullable Throwable cause) {
        if (failure == null) {
            failure = callbacks.translate(cause == null ? new SSLException("no reason given") : cause);
        }
    }

    /** The connection's input has come to its end. */
    void inputEnded() {
        if (!handshaken) {
            fail(new SSLHandshakeException("the peer closed the connection during the TLS handshake"));
            stream.input().signal(null);
        } else if (!peerFinished) {
            truncated();
        }
    }

    private void truncated() {
        failed(new SSLException("the connection ended without the peer's close_notify, so what was received may be"
                + " only a part of what was sent"));
    }

    /** The engine's input has come to its end: because the peer said so, or else because the connection broke. */
    void closed(boolean byPeer) {
        if (byPeer) {
            peerFinished = true;
            stream.input().end();
        } else if (handshaken && !peerFinished) {
            truncated();
        }
    }

    /** Something failed that is not a send. */
    void failed(Throwable cause) {
        if (!handshaken) {
            fail(cause);
            stream.input().signal(null);
        } else if (!peerFinished) {
            fail(cause);
            Throwable shown = failure == null ? cause : failure;
            stream.input().failed(shown);
            if (!stream.channel().isActive()) {
                stream.output().failed(shown);
            }
        }
    }

    /** What of a failed send can be shown. */
    Throwable translate(Throwable cause) {
        return callbacks.translate(cause);
    }

    /** Encrypts and sends; done when the kernel has taken it. */
    ChannelFuture write(ByteBuf bytes) {
        gate.enter();
        try {
            return stream.channel().writeAndFlush(bytes);
        } finally {
            gate.leave();
        }
    }

    /** Whether nothing more is to be given to the engine now. */
    boolean isEntered() {
        return gate.isEntered();
    }

    /** Done when the kernel has taken all that was encrypted before. */
    ChannelFuture mark() {
        return stream.channel().pipeline().context(handler).writeAndFlush(Unpooled.EMPTY_BUFFER);
    }

    /** Tells the peer that nothing more comes; done when that is on its way. */
    ChannelFuture finish() {
        finished = true;
        gate.enter();
        try {
            return handler.closeOutbound();
        } finally {
            gate.leave();
        }
    }

    /** Tells the peer so if that is possible without a wait, and closes the connection. */
    void close() {
        ChannelHandlerContext context = stream.channel().pipeline().context(handler);
        if (context == null) {
            var _ = stream.channel().close();
            return;
        }
        boolean idle = !gate.isEntered() && !stream.output().hasPending();
        if (idle && handshaken && !finished && stream.channel().isActive()) {
            var _ = finish();
        }
        var _ = context.close();
    }

    /**
     * What the handshake agreed on.
     *
     * @return what the callbacks has made of it, or null before its end
     */
    public @Nullable Object session() {
        return session;
    }
}
