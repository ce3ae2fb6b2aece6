// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.netty;

import io.jevent.bench.workload.Bulk;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;

/** Receives a long body, or sends one of the length that the query asks for, for as long as the channel wants more. */
public final class TransferServer {

    private TransferServer() {}

    /** Serves until the input ends; the argument is the number of loops. */
    public static void main(String[] args) throws Exception {
        Served.inLoops(Integer.parseInt(args[0]), () -> new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new HttpServerCodec(), new Transfer());
            }
        });
    }

    private static final class Transfer extends ChannelInboundHandlerAdapter {

        private final ByteBuf block = Unpooled.wrappedBuffer(Bulk.block());
        private boolean counts;
        private long received;
        private long toGive;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            try {
                if (message instanceof HttpRequest request) {
                    counts = request.method().equals(HttpMethod.POST);
                    received = 0;
                    if (!counts) {
                        var uri = request.uri();
                        begin(context, uri.substring(uri.indexOf('?') + 1));
                    }
                }
                if (counts && message instanceof HttpContent content) {
                    received += content.content().readableBytes();
                    if (content instanceof LastHttpContent) {
                        answer(context);
                    }
                }
            } finally {
                var _ = ReferenceCountUtil.release(message);
            }
        }

        private void answer(ChannelHandlerContext context) {
            var body = Unpooled.copiedBuffer(Long.toString(received), StandardCharsets.US_ASCII);
            var answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body);
            answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
            var _ = context.writeAndFlush(answer, context.voidPromise());
        }

        private void begin(ChannelHandlerContext context, String length) {
            toGive = Long.parseLong(length);
            var answer = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
            answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, length);
            var _ = context.write(answer, context.voidPromise());
            give(context);
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            give(context);
        }

        private void give(ChannelHandlerContext context) {
            while (toGive > 0 && context.channel().isWritable()) {
                toGive -= Bulk.BLOCK;
                var _ = context.writeAndFlush(new DefaultHttpContent(block.retainedDuplicate()), context.voidPromise());
                if (toGive == 0) {
                    var _ = context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT, context.voidPromise());
                }
            }
        }
    }
}
