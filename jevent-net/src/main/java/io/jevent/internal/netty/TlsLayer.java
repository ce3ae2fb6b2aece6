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
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/*
 * Netty's handler is inserted in front of the stream, which is the last handler of its pipeline. Bytes that were
 * received but not read go to Netty's handler: on an accepted connection they are the client's first message; after
 * STARTTLS, plain text that an attacker injected behind the command is taken for TLS, and refused.
 *
 * The handshake runs in steps of the loop, never in a greenlet. The engine holds its own lock while it works, and may
 * meanwhile wait for other locks (random numbers, sessions, those of a trust manager). So a step runs on a lane, as
 * callbacks do: if it parks, the hub continues. After the handshake, greenlets enter the engine only to send. While a
 * step or a greenlet is in the engine, TlsGate holds input back; otherwise the loop would wait for the engine's lock
 * forever.
 */
/** The TLS layer between a stream and its connection, from the start of the handshake on. */
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

    /** Whether the peer has sent its close_notify. */
    private boolean peerFinished;

    /** The callbacks of the code that starts a handshake. */
    public interface Callbacks {

        /**
         * Translates a failure of Netty for the user.
         *
         * @param failure the failure
         * @return the translated failure
         */
        Throwable translate(Throwable failure);

        /**
         * Creates the session, at the end of the handshake, before anything else uses the engine.
         *
         * @return the session, for {@link TlsLayer#session}
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
     * Adds TLS to a stream and waits for the end of the handshake. Once it has started, any failure closes the stream.
     *
     * @param stream the stream; no other greenlet may use it meanwhile
     * @param handler a new handler
     * @param callbacks the callbacks
     * @param nanos the longest time for the handshake
     * @throws IOException if the handshake or the connection failed, or the time passed
     */
    public static void handshake(StreamChannel stream, SslHandler handler, Callbacks callbacks, long nanos)
            throws IOException {
        stream.checkOpen();
        if (stream.tls() != null) {
            throw new IllegalStateException(stream + " is already encrypted");
        }
        stream.input().refuseSecond(stream, "read from");
        var deadline = new Deadline(nanos);
        stream.output().reserve(nanos);
        var layer = new TlsLayer(stream, handler, callbacks);
        try {
            stream.input().requireInput();
            stream.setTls(layer);
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

    /** Frees the engine if no pipeline owns it. */
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
            context.fireChannelRead(early); // past the gate, which is closed during this step
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

    /** Called at the end of the connection's input. */
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

    /**
     * Called at the end of the engine's input: by the peer's close_notify, or otherwise because the connection failed.
     */
    void closed(boolean byPeer) {
        if (byPeer) {
            peerFinished = true;
            stream.input().end();
        } else if (handshaken && !peerFinished) {
            truncated();
        }
    }

    /** Called for a failure that is not one of a send. */
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

    /** Translates the failure of a send. */
    Throwable translate(Throwable cause) {
        return callbacks.translate(cause);
    }

    /** Encrypts and sends; the future completes when the kernel has taken the bytes. */
    ChannelFuture write(ByteBuf bytes) {
        gate.enter();
        try {
            return stream.channel().writeAndFlush(bytes);
        } finally {
            gate.leave();
        }
    }

    /** Returns whether a greenlet or a step is in the engine. */
    boolean isEntered() {
        return gate.isEntered();
    }

    /** Returns a future that completes when the kernel has taken all bytes encrypted before. */
    ChannelFuture mark() {
        return stream.channel().pipeline().context(handler).writeAndFlush(Unpooled.EMPTY_BUFFER);
    }

    /** Sends close_notify; the future completes when the kernel has taken it, or fails if the connection is closed. */
    ChannelFuture finish() {
        finished = true;
        if (stream.channel().pipeline().context(handler) == null) { // Netty has torn the pipeline down
            return stream.channel().newFailedFuture(new ClosedChannelException());
        }
        gate.enter();
        try {
            return handler.closeOutbound();
        } finally {
            gate.leave();
        }
    }

    /** Closes the connection; sends close_notify first if that does not block. */
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
     * Returns the session.
     *
     * @return the session that the callbacks created, or null before the end of the handshake
     */
    public @Nullable Object session() {
        return session;
    }
}
