// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.netty;

import io.jevent.bench.workload.Bulk;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Callbacks that receive and send: what is sent is never copied, and written for as long as the channel wants more. */
public final class BulkServer {

    private BulkServer() {}

    /** Serves until the input ends; the argument is the number of loops. */
    public static void main(String[] args) throws Exception {
        Served.inLoops(Integer.parseInt(args[0]), Transfer::new);
    }

    private static final class Transfer extends ChannelInboundHandlerAdapter {

        private final ByteBuf block = Unpooled.wrappedBuffer(Bulk.block());
        private final ByteBuf request = Unpooled.buffer(Bulk.REQUEST, Bulk.REQUEST);
        private long toTake;
        private long taken;
        private long toGive;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            var bytes = (ByteBuf) message;
            try {
                if (toTake == 0) {
                    request(context, bytes);
                }
                if (toTake > 0) {
                    take(context, bytes.readableBytes());
                }
            } finally {
                bytes.release();
            }
        }

        private void request(ChannelHandlerContext context, ByteBuf bytes) {
            bytes.readBytes(request, Math.min(bytes.readableBytes(), request.writableBytes()));
            if (!request.isWritable()) {
                byte what = request.readByte();
                if (what == Bulk.TAKE) {
                    toTake = request.readLong();
                } else {
                    toGive = request.readLong();
                    give(context);
                }
                request.clear();
            }
        }

        private void take(ChannelHandlerContext context, int length) {
            taken += length;
            if (taken >= toTake) {
                var answer = context.alloc().directBuffer(Long.BYTES).writeLong(taken);
                var _ = context.writeAndFlush(answer, context.voidPromise());
                toTake = 0;
                taken = 0;
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            give(context);
        }

        private void give(ChannelHandlerContext context) {
            while (toGive > 0 && context.channel().isWritable()) {
                toGive -= Bulk.BLOCK;
                var _ = context.writeAndFlush(block.retainedDuplicate(), context.voidPromise());
            }
        }
    }
}
