// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.util.function.Supplier;

/** Callbacks behind Netty's WebSocket codec: a frame goes back as it came, and is not copied. */
public final class WebSocketServer {

    private static final int LARGEST_REQUEST = 8192;

    private WebSocketServer() {}

    /** Serves until the input ends; the argument is the number of loops. */
    public static void main(String[] args) throws Exception {
        serve(args, Echo::new);
    }

    /** Serves WebSockets, each with a handler of its frames. */
    static void serve(String[] args, Supplier<ChannelHandler> handlers) throws InterruptedException {
        Served.inLoops(Integer.parseInt(args[0]), () -> new Pipeline(handlers.get()));
    }

    private static final class Pipeline extends ChannelInitializer<Channel> {

        private final ChannelHandler frames;

        Pipeline(ChannelHandler frames) {
            this.frames = frames;
        }

        @Override
        protected void initChannel(Channel channel) {
            channel.pipeline()
                    .addLast(
                            new HttpServerCodec(),
                            new HttpObjectAggregator(LARGEST_REQUEST),
                            new WebSocketServerProtocolHandler("/"),
                            frames);
        }
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            var _ = context.write(frame, context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }
    }
}
