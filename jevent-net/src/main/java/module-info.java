// SPDX-License-Identifier: Apache-2.0
/** The event loop on Netty; sockets and servers build on it. */
@SuppressWarnings("module")
module io.jevent.net {
    requires transitive io.jevent.core;
    requires static org.jspecify;
    requires io.netty.buffer;
    requires io.netty.codec.dns;
    requires io.netty.codec;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.resolver.dns;
    requires io.netty.resolver;
    requires static io.netty.tcnative.classes.openssl;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.unix.common;
    requires io.netty.transport;
    requires static jdk.jshell;

    exports io.jevent.dns;
    exports io.jevent.server;
    exports io.jevent.socket;
    exports io.jevent.internal.netty to
            io.jevent.http;
    exports io.jevent.tls;

    provides io.jevent.hub.LoopProvider with
            io.jevent.internal.netty.NettyLoopProvider,
            io.jevent.internal.netty.EpollLoopProvider,
            io.jevent.internal.netty.NioLoopProvider;
}
