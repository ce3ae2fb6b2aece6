// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.netty;

import io.jevent.bench.workload.Computing;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Callbacks that compute. A question is never cut in two: it is alone on its connection and has 8 bytes. */
public final class ComputeServer {

    private ComputeServer() {}

    /** Serves until the input ends; the argument is the number of loops. */
    public static void main(String[] args) throws Exception {
        Served.inLoops(Integer.parseInt(args[0]), Compute::new);
    }

    private static final class Compute extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            var question = (ByteBuf) message;
            long answer = Computing.answer(question.readLong());
            var _ = context.writeAndFlush(question.clear().writeLong(answer), context.voidPromise());
        }
    }
}
