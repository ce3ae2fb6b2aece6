// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.ssl.SslContext;

/** The server of {@link Http2Server} by TLS of the JDK. */
public final class Http2TlsServer {

    private Http2TlsServer() {}

    /** Serves until the input ends; the argument is the number of loops. */
    public static void main(String[] args) throws Exception {
        SslContext context = Tls.context("h2");
        Served.inLoops(Integer.parseInt(args[0]), () -> new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline()
                        .addLast(
                                context.newHandler(channel.alloc()),
                                Http2FrameCodecBuilder.forServer().build(),
                                new Http2Server.Answers());
            }
        });
    }
}
