// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.netty;

import io.jevent.bench.workload.Hello;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;

/** Callbacks behind Netty's HTTP codec, with what a server has to say and nothing else. */
public final class HttpServer {

    private static final byte[] BODY = Hello.TEXT.getBytes(StandardCharsets.UTF_8);
    private static final AsciiString LENGTH = AsciiString.cached(Integer.toString(BODY.length));
    private static final AsciiString TYPE = AsciiString.cached(Hello.TYPE);

    private static long second;
    private static AsciiString date = AsciiString.EMPTY_STRING;

    private HttpServer() {}

    /** Returns the date of this second; used by one loop. */
    static AsciiString date() {
        long now = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
        if (now != second || date.isEmpty()) {
            second = now;
            date = new AsciiString(DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
        }
        return date;
    }

    /** Serves until the input ends; the argument is the number of loops. */
    public static void main(String[] args) throws Exception {
        Served.inLoops(Integer.parseInt(args[0]), Pipeline::new);
    }

    private static final class Pipeline extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            channel.pipeline().addLast(new HttpServerCodec(), new Answers());
        }
    }

    static final class Answers extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest request) {
                var answer = new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.OK,
                        Unpooled.wrappedBuffer(BODY),
                        DefaultHttpHeadersFactory.headersFactory().withValidation(false),
                        DefaultHttpHeadersFactory.trailersFactory().withValidation(false));
                answer.headers()
                        .set(HttpHeaderNames.CONTENT_TYPE, TYPE)
                        .set(HttpHeaderNames.CONTENT_LENGTH, LENGTH)
                        .set(HttpHeaderNames.DATE, date());
                var written = context.write(answer);
                if (!HttpUtil.isKeepAlive(request)) {
                    var _ = written.addListener(ChannelFutureListener.CLOSE);
                }
            }
            var _ = ReferenceCountUtil.release(message);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }
    }
}
