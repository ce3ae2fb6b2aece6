// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.netty;

import io.jevent.bench.workload.Hello;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;

/** Callbacks behind Netty's codec for HTTP/2, with prior knowledge. */
public final class Http2Server {

    private static final byte[] BODY = Hello.TEXT.getBytes(StandardCharsets.UTF_8);
    private static final AsciiString OK = AsciiString.cached("200");
    private static final AsciiString LENGTH = AsciiString.cached(Integer.toString(BODY.length));
    private static final AsciiString TYPE = AsciiString.cached(Hello.TYPE);

    private Http2Server() {}

    /** Serves until the input ends; the argument is the number of loops. */
    public static void main(String[] args) throws Exception {
        Served.inLoops(Integer.parseInt(args[0]), Pipeline::new);
    }

    private static final class Pipeline extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            channel.pipeline().addLast(Http2FrameCodecBuilder.forServer().build(), new Answers());
        }
    }

    static final class Answers extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof Http2HeadersFrame request) {
                var headers = new DefaultHttp2Headers(false)
                        .status(OK)
                        .set(HttpHeaderNames.CONTENT_TYPE, TYPE)
                        .set(HttpHeaderNames.CONTENT_LENGTH, LENGTH)
                        .set(HttpHeaderNames.DATE, HttpServer.date());
                var _ = context.write(new DefaultHttp2HeadersFrame(headers).stream(request.stream()));
                var _ = context.write(
                        new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(BODY), true).stream(request.stream()));
            }
            var _ = ReferenceCountUtil.release(message);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }
    }
}
