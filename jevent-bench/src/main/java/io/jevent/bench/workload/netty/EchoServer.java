// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Callbacks in an event loop, the way Netty's own echo example does it. */
public final class EchoServer {

    private EchoServer() {}

    /** Serves until the input ends; the argument is the number of loops. */
    public static void main(String[] args) throws Exception {
        Served.inLoops(Integer.parseInt(args[0]), Echo::new);
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            var _ = context.write(message, context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }
    }
}
