// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import java.util.LinkedHashSet;
import java.util.Set;

/** Callbacks behind Netty's WebSocket codec, in one loop: a frame goes to all; its content is shared. */
public final class BroadcastServer {

    private BroadcastServer() {}

    /** Serves until the input ends; the argument is the number of loops, of which there can be one only. */
    public static void main(String[] args) throws Exception {
        Set<ChannelHandlerContext> all = new LinkedHashSet<>();
        WebSocketServer.serve(args, () -> new Talk(all));
    }

    private static final class Talk extends SimpleChannelInboundHandler<TextWebSocketFrame> {

        private final Set<ChannelHandlerContext> all;
        private boolean said;

        Talk(Set<ChannelHandlerContext> all) {
            this.all = all;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof HandshakeComplete) {
                all.add(context);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            all.remove(context);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
            for (var each : all) {
                var _ = each.write(frame.retainedDuplicate(), each.voidPromise());
            }
            said = true;
        }

        /** Messages that were read together leave together. */
        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (said) {
                said = false;
                all.forEach(ChannelHandlerContext::flush);
            }
        }
    }
}
