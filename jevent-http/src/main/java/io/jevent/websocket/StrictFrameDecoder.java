// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtension;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/*
 * Netty's decoder accepts all reserved bits as soon as there is any extension. This one accepts only the bit of
 * permessage-deflate, and only in the first frame of a message.
 *
 * A frame is decoded when there is demand for it; until then its bytes stay in the buffer in which they arrived. They stay
 * there at the end of the input too; Netty's ByteToMessageDecoder would drop them.
 */
/** Netty's frame decoder, with strict rules for reserved bits and decoding on demand. */
final class StrictFrameDecoder extends WebSocket13FrameDecoder {

    private final boolean compressed;
    private final Runnable heard;
    private final BooleanSupplier demand;
    private @Nullable ChannelHandlerContext context;
    private boolean heldBack;
    private boolean broken;

    /**
     * Creates a decoder.
     *
     * @param masked whether the peer must mask its frames
     * @param maxFrame the maximum size of a frame in bytes
     * @param compressed whether the peer may compress
     * @param heard runs when bytes arrive
     * @param demand returns whether a frame may be decoded
     */
    StrictFrameDecoder(boolean masked, int maxFrame, boolean compressed, Runnable heard, BooleanSupplier demand) {
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
        this.demand = demand;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    /** Returns whether bytes wait for demand. */
    boolean isHeldBack() {
        return heldBack;
    }

    /** Returns the number of bytes that were not decoded. */
    int waiting() {
        return actualReadableBytes();
    }

    /** Continues to decode, after the demand has changed. */
    void resumeDecoding() throws Exception {
        if (heldBack && context != null) {
            heldBack = false;
            super.channelRead(context, Unpooled.EMPTY_BUFFER);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) throws Exception {
        heard.run();
        super.channelRead(from, message);
    }

    /** Does not request a further read when nothing was decoded, unlike Netty's method. */
    @Override
    public void channelReadComplete(ChannelHandlerContext from) {
        discardSomeReadBytes();
        from.fireChannelReadComplete();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        from.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        from.fireChannelInactive();
    }

    @Override
    protected void decode(ChannelHandlerContext from, ByteBuf in, List<Object> out) throws Exception {
        heldBack = false;
        if (broken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (!demand.getAsBoolean()) {
            heldBack = true;
            return;
        }
        try {
            super.decode(from, in, out);
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
