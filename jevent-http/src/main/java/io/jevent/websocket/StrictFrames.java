// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtension;
import java.util.List;

/*
 * Netty's decoder lets all reserved bits pass as soon as there is any extension. Here only the bit that permessage-deflate
 * has is let in, and only in the first frame of a message.
 */
/** Netty's decoder for frames, with the rules for reserved bits; tells when anything comes. */
final class StrictFrames extends WebSocket13FrameDecoder {

    private final boolean compressed;
    private final Runnable heard;
    private boolean broken;

    /**
     * Makes one.
     *
     * @param masked whether the peer has to mask its frames
     * @param maxFrame the most bytes of a frame
     * @param compressed whether the peer may compress
     * @param heard is run when bytes come
     */
    StrictFrames(boolean masked, int maxFrame, boolean compressed, Runnable heard) {
        super(WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(masked)
                .allowMaskMismatch(false)
                .allowExtensions(compressed)
                .maxFramePayloadLength(maxFrame)
                .closeOnProtocolViolation(false)
                .withUTF8Validator(false)
                .build());
        this.compressed = compressed;
        this.heard = heard;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        heard.run();
        super.channelRead(context, message);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (broken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        try {
            super.decode(context, in, out);
        } catch (CorruptedWebSocketFrameException e) {
            broken = true;
            throw e;
        }
        if (!out.isEmpty() && out.getLast() instanceof WebSocketFrame frame && !mayHave(frame, frame.rsv())) {
            broken = true;
            out.removeLast();
            frame.release();
            throw new CorruptedWebSocketFrameException(
                    WebSocketCloseStatus.PROTOCOL_ERROR, "reserved bits are set: " + frame.rsv());
        }
    }

    private boolean mayHave(WebSocketFrame frame, int reserved) {
        return reserved == 0
                || (compressed
                        && reserved == WebSocketExtension.RSV1
                        && Assembler.isData(frame)
                        && !(frame instanceof ContinuationWebSocketFrame));
    }
}
