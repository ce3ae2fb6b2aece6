// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http2;

import io.jevent.internal.http.Limits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import io.netty.util.AsciiString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Netty's codec of frames, header compression and windows, with the limits of this server. */
final class FrameCodec extends Http2ConnectionHandler {

    /** The number of streams that a client may have open at once. */
    static final int MAX_STREAMS = 100;

    /** The data of one request that the server receives before the handler reads it, in bytes. */
    static final int STREAM_WINDOW = 32 * 1024;

    /**
     * The acknowledgements that may wait because the client does not read. Several reads may bring that many pings, so
     * the limit is above the number that a well-behaved client causes.
     */
    private static final int MAX_QUEUED_CONTROL_FRAMES = 500;

    /** The size of a field beside its name and value, RFC 9113, 6.5.2. */
    private static final long FIELD = 32;

    private static final AsciiString SET_COOKIE = AsciiString.cached("set-cookie");

    private final MultiplexedConnection owner;
    private final FrameEvents events;
    private boolean discards;
    private long discarded;

    private FrameCodec(
            MultiplexedConnection owner,
            FrameEvents events,
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings settings) {
        super(decoder, encoder, settings, true);
        this.owner = owner;
        this.events = events;
    }

    static FrameCodec of(MultiplexedConnection owner, Limits limits) {
        return new Builder(owner, limits).build();
    }

    private static final class Builder extends AbstractHttp2ConnectionHandlerBuilder<FrameCodec, Builder> {

        private final MultiplexedConnection owner;
        private final FrameEvents events;

        Builder(MultiplexedConnection owner, Limits limits) {
            this.owner = owner;
            events = new FrameEvents(owner);
            var connection = new DefaultHttp2Connection(true, 0);
            connection
                    .remote()
                    .flowController(new DefaultHttp2RemoteFlowController(
                            connection, new UniformStreamByteDistributor(connection)));
            connection(connection);
            initialSettings(new Http2Settings()
                    .connectProtocolEnabled(true)
                    .maxConcurrentStreams(MAX_STREAMS)
                    .initialWindowSize(STREAM_WINDOW)
                    .maxHeaderListSize(limits.requestLine() + limits.headerBytes() + FIELD * limits.headers()));
            frameListener(events);
            headerSensitivityDetector((name, _) -> SET_COOKIE.contentEqualsIgnoreCase(name));
            encoderIgnoreMaxHeaderListSize(true);
            encoderEnforceMaxQueuedControlFrames(MAX_QUEUED_CONTROL_FRAMES);
            decoderEnforceMaxRstFramesPerWindow(0, 0); // FrameBudget counts them
            encoderEnforceMaxRstFramesPerWindow(0, 0);
            validateRequiredPseudoHeaders(true);
        }

        @Override
        protected FrameCodec build() {
            return super.build();
        }

        @Override
        protected FrameCodec build(
                Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
            return new FrameCodec(owner, events, decoder, encoder, settings);
        }
    }

    /** Drops all further input. */
    void discard() {
        discards = true;
    }

    long discarded() {
        return discarded;
    }

    /** Netty would find this out by reflection, and keep it for the thread of each greenlet. */
    @Override
    public boolean isSharable() {
        return false;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (discards) {
            discarded += in.readableBytes();
            in.skipBytes(in.readableBytes());
            owner.signal();
        } else {
            int before = in.readableBytes();
            long seen = events.count();
            super.decode(context, in, out);
            boolean none = events.count() == seen && in.readableBytes() < before;
            owner.inputEndsWithin(in.isReadable() || none);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
        super.channelWritabilityChanged(context);
        owner.outputChanged();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        super.userEventTriggered(context, event);
        if (event instanceof ChannelInputShutdownEvent) {
            owner.inputEnds();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        owner.inactive();
        super.channelInactive(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
        if (cause instanceof Http2Exception) {
            super.exceptionCaught(context, cause);
        } else {
            owner.failed(cause);
        }
    }

    @Override
    protected void onStreamError(
            ChannelHandlerContext context, boolean outbound, Throwable cause, Http2Exception.StreamException error) {
        super.onStreamError(context, outbound, cause, error);
        owner.streamFailed(error.streamId(), error);
    }

    /** Sends a GOAWAY; unlike Netty's method, leaves it to the connection's greenlet to end the connection. */
    @Override
    protected void onConnectionError(
            ChannelHandlerContext context, boolean outbound, Throwable cause, @Nullable Http2Exception error) {
        Http2Error code = error == null ? Http2Error.INTERNAL_ERROR : error.error();
        owner.protocolFailed(code, error == null ? cause : error);
    }
}
