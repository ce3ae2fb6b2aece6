// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.netty;

import io.jevent.bench.workload.Slow;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;

/** The HTTP server of which one handler is slow. */
public final class LatencyServer {

    private LatencyServer() {}

    /** Serves until the input ends; the argument is the number of loops. */
    public static void main(String[] args) throws Exception {
        Served.inLoops(Integer.parseInt(args[0]), () -> new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new HttpServerCodec(), new Computes(), new HttpServer.Answers());
            }
        });
    }

    private static final class Computes extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest request) {
                Slow.handle(request.uri());
            }
            context.fireChannelRead(message);
        }
    }
}
