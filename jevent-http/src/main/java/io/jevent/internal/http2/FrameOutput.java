// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http2;

import io.jevent.hub.DirectCallback;
import io.jevent.hub.Hub;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * The frames that go out on a connection. Those of a turn of the hub share one flush, and so one system call.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
final class FrameOutput {

    /** The bytes of responses that may be held for their streams, and those that are passed on without a flush. */
    private static final int MAX_HELD = 32 * 1024;

    private final Hub hub;
    private final Channel channel;
    private final FrameCodec codec;
    private final FrameBudget budget;
    private final DirectCallback flusher = this::flushInTurn;
    private boolean scheduled;
    private int held;
    private int unflushed;
    private int writers;

    FrameOutput(Hub hub, Channel channel, FrameCodec codec, FrameBudget budget) {
        this.hub = hub;
        this.channel = channel;
        this.codec = codec;
        this.budget = budget;
    }

    Channel channel() {
        return channel;
    }

    /** Returns whether the codec is in the channel's pipeline. */
    boolean isOpen() {
        return channel.isActive() && channel.pipeline().context(codec) != null;
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext context = channel.pipeline().context(codec);
        if (context == null) {
            throw new IllegalStateException("HTTP/2 has ended on " + channel);
        }
        return context;
    }

    private Http2RemoteFlowController windows() {
        return codec.encoder().flowController();
    }

    /** Returns the bytes that the client accepts on a stream. */
    int window(Http2Stream stream) {
        return windows().windowSize(stream);
    }

    /** Returns the bytes that the client accepts on all streams, without those that are held. */
    int window() {
        return windows().windowSize(codec.connection().connectionStream()) - held;
    }

    /** Returns whether a stream has frames that the channel has no room for. */
    boolean hasQueued(Http2Stream stream) {
        return codec.connection().stream(stream.id()) != null && windows().hasFlowControlled(stream);
    }

    /** Returns the bytes that the kernel has not accepted. */
    long pending() {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        return waiting == null ? 0 : waiting.totalPendingWriteBytes();
    }

    /** Counts bytes that a stream holds; returns whether the streams of this connection hold too many. */
    boolean hold(int more) {
        held += more;
        return held > MAX_HELD;
    }

    /** Counts the greenlets that send more than a frame. */
    void writes(int more) {
        writers += more;
    }

    boolean hasSeveralWriters() {
        return writers > 1;
    }

    void writeHeaders(Http2Stream stream, Http2Headers fields, boolean end) {
        var _ = codec.encoder().writeHeaders(context(), stream.id(), fields, 0, end, channel.newPromise());
    }

    /** Writes bytes that were not held, or are not any more. */
    void writeData(Http2Stream stream, ByteBuf data, boolean end) {
        unflushed += data.readableBytes();
        budget.earn(FrameBudget.DATA);
        windows().addFlowControlled(stream, new DataFrame(codec, stream, data, end));
        if (unflushed >= MAX_HELD) {
            flush();
        } else if (!end) {
            try {
                windows().writePendingBytes();
            } catch (Http2Exception e) {
                codec.onError(context(), true, e);
            }
        }
    }

    /** Resets a stream unless it has ended. */
    void reset(Http2Stream stream, Http2Error error) {
        if (isOpen() && codec.connection().stream(stream.id()) != null) {
            var _ = codec.resetStream(context(), stream.id(), error.code(), channel.newPromise());
            flushSoon();
        }
    }

    /** Returns bytes of a request that were read to the windows of the client. */
    void consumed(Http2Stream stream, int bytes) {
        if (bytes == 0 || !isOpen()) {
            return;
        }
        try {
            if (codec.decoder().flowController().consumeBytes(stream, bytes)) {
                flushSoon();
            }
        } catch (Http2Exception e) {
            codec.onError(context(), true, e);
        }
    }

    void ping(long data) {
        if (isOpen()) {
            var _ = codec.encoder().writePing(context(), false, data, channel.newPromise());
            flush();
        }
    }

    /**
     * Writes a GOAWAY. Netty's own method closes the channel after one with an error: the client, which still sends,
     * might then get a reset instead of the frame.
     */
    void goAway(int lastStream, Http2Error error, String reason) {
        if (!isOpen()) {
            return;
        }
        ByteBuf text = ByteBufUtil.writeUtf8(channel.alloc(), reason);
        try {
            if (codec.connection().goAwaySent(lastStream, error.code(), text)) {
                var _ = codec.encoder()
                        .frameWriter()
                        .writeGoAway(context(), lastStream, error.code(), text.retain(), channel.newPromise());
                flush();
            }
        } catch (Http2Exception e) {
            // an earlier one has named a smaller stream
        } finally {
            text.release();
        }
    }

    /** Sends all frames. */
    void flush() {
        unflushed = 0;
        if (isOpen()) {
            codec.flush(context());
        }
    }

    /** Schedules a flush for the end of the hub's turn, when more responses may be ready. */
    void flushSoon() {
        if (!scheduled) {
            scheduled = true;
            var _ = hub.runCallback(flusher);
        }
    }

    private void flushInTurn() {
        scheduled = false;
        flush();
    }
}
