// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;

/** The server of {@link HttpServer} by TLS of the JDK. */
public final class HttpsServer {

    private HttpsServer() {}

    /** Serves until the input ends; the argument is the number of loops. */
    public static void main(String[] args) throws Exception {
        SslContext context = Tls.context("http/1.1");
        Served.inLoops(Integer.parseInt(args[0]), () -> new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline()
                        .addLast(context.newHandler(channel.alloc()), new HttpServerCodec(), new HttpServer.Answers());
            }
        });
    }
}
