// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/*
 * Netty's own frame costs two buffers, two entries of the channel's queue and four promises. Invariant: the room before the
 * data is written once, and only if the buffer was not split, since a slice of it would share the room's bytes.
 */
/** Data of a response, which waits for the windows of the client: a frame in one buffer, RFC 9113, 6.1. */
final class DataFrame implements Http2RemoteFlowController.FlowControlled, ChannelFutureListener {

    /** The room that a buffer may have before its data, for the head of the frame, in bytes. */
    static final int ROOM = 9;

    private final FrameCodec codec;
    private final Http2Stream stream;
    private final boolean end;
    private @Nullable ByteBuf data;
    private boolean split;
    private @Nullable ChannelFuture written;

    /**
     * Creates a frame.
     *
     * @param data the data, no more than a frame may have; the frame owns it
     * @param end whether it is the last of its stream
     */
    DataFrame(FrameCodec codec, Http2Stream stream, ByteBuf data, boolean end) {
        this.codec = codec;
        this.stream = stream;
        this.data = data;
        this.end = end;
    }

    @Override
    public int size() {
        ByteBuf left = data;
        return left == null ? 0 : left.readableBytes();
    }

    @Override
    public void write(ChannelHandlerContext context, int allowed) {
        ByteBuf left = data;
        if (left == null) {
            return;
        }
        int length = Math.min(left.readableBytes(), allowed);
        boolean last = length == left.readableBytes();
        if (length == 0 && !last) {
            return;
        }
        ByteBuf frame = left;
        if (last && !split && left.readerIndex() == ROOM) {
            left.setIndex(0, ROOM + length);
            putHead(left, length, end);
        } else {
            ByteBuf head = context.alloc().directBuffer(ROOM, ROOM).writerIndex(ROOM);
            putHead(head, length, end && last);
            var _ = context.write(head);
            split = true;
            if (!last) {
                frame = left.readRetainedSlice(length);
            }
        }
        if (last) {
            data = null;
        }
        ChannelPromise promise = context.newPromise();
        written = promise;
        var _ = context.write(frame, promise.addListener(this));
    }

    private void putHead(ByteBuf into, int length, boolean last) {
        into.setMedium(0, length);
        into.setByte(3, Http2FrameTypes.DATA);
        into.setByte(4, last ? Http2Flags.END_STREAM : 0);
        into.setInt(5, stream.id());
    }

    @Override
    public void writeComplete() {
        ChannelFuture future = written;
        if (end && future != null) {
            codec.closeStreamLocal(stream, future);
        }
    }

    @Override
    public void operationComplete(ChannelFuture future) {
        Throwable cause = future.cause();
        ChannelHandlerContext context =
                cause == null ? null : codec.encoder().flowController().channelHandlerContext();
        if (cause != null && context != null) {
            error(context, cause);
        }
    }

    @Override
    public void error(ChannelHandlerContext context, Throwable cause) {
        ByteBuf left = data;
        if (left != null) {
            data = null;
            left.release();
        }
        codec.onError(context, true, cause);
    }

    @Override
    public boolean merge(ChannelHandlerContext context, Http2RemoteFlowController.FlowControlled next) {
        return false;
    }
}
