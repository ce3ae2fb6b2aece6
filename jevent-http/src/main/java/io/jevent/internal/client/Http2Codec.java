// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.client;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import java.io.EOFException;
import org.jspecify.annotations.Nullable;

/** Netty's codec of frames, header compression and windows, with the limits of a client. */
final class Http2Codec extends Http2ConnectionHandler {

    /** The data of one response that the server may send before it is read, in bytes. */
    static final int STREAM_WINDOW = 256 * 1024;

    /** The streams whose data fits the window of the connection, so that unread bodies do not stop other streams. */
    static final int MAX_STREAMS = 100;

    private static final int MAX_QUEUED_CONTROL_FRAMES = 500;
    private static final long FIELD = 32;

    private final Http2Connection owner;

    private Http2Codec(
            Http2Connection owner,
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings settings) {
        super(decoder, encoder, settings, true);
        this.owner = owner;
    }

    static Http2Codec of(Http2Connection owner) {
        return new Builder(owner).build();
    }

    private static final class Builder extends AbstractHttp2ConnectionHandlerBuilder<Http2Codec, Builder> {

        private final Http2Connection owner;

        Builder(Http2Connection owner) {
            this.owner = owner;
            var connection = new DefaultHttp2Connection(false, 0);
            connection
                    .remote()
                    .flowController(new DefaultHttp2RemoteFlowController(
                            connection, new UniformStreamByteDistributor(connection)));
            connection(connection);
            ClientSettings limits = owner.settings();
            initialSettings(new Http2Settings()
                    .pushEnabled(false)
                    .initialWindowSize(STREAM_WINDOW)
                    .maxHeaderListSize(limits.maxHeaderBytes + FIELD * limits.maxHeaders));
            frameListener(new Http2Events(owner));
            encoderIgnoreMaxHeaderListSize(true);
            encoderEnforceMaxQueuedControlFrames(MAX_QUEUED_CONTROL_FRAMES);
            decoderEnforceMaxRstFramesPerWindow(0, 0); // each ends an exchange that this end has begun
            encoderEnforceMaxRstFramesPerWindow(0, 0); // each ends a call that was killed
        }

        @Override
        protected Http2Codec build() {
            return super.build();
        }

        @Override
        protected Http2Codec build(
                Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
            return new Http2Codec(owner, decoder, encoder, settings);
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
            owner.lost(new EOFException("the server closed the connection"));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        owner.lost(new EOFException("the connection was closed"));
        super.channelInactive(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
        if (cause instanceof Http2Exception) {
            super.exceptionCaught(context, cause);
        } else {
            owner.lost(cause);
        }
    }

    @Override
    protected void onStreamError(
            ChannelHandlerContext context, boolean outbound, Throwable cause, Http2Exception.StreamException error) {
        super.onStreamError(context, outbound, cause, error);
        owner.streamFailed(error.streamId(), error);
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext context, boolean outbound, Throwable cause, @Nullable Http2Exception error) {
        super.onConnectionError(context, outbound, cause, error);
        owner.broken(error == null ? cause : error);
    }
}
