// SPDX-License-Identifier: Apache-2.0
/** The event loop on Netty; sockets and servers build on it. */
module io.jevent.net {
    requires transitive io.jevent.core;
    requires static transitive org.jspecify;
    requires static jdk.jshell;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.common;
    requires io.netty.handler;
    requires static io.netty.tcnative.classes.openssl;
    requires io.netty.codec.dns;
    requires io.netty.common;
    requires io.netty.resolver;
    requires io.netty.resolver.dns;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.unix.common;

    exports io.jevent.server;
    exports io.jevent.dns;
    exports io.jevent.socket;
    exports io.jevent.tls;

    provides io.jevent.hub.LoopProvider with
            io.jevent.internal.netty.AnyNettyLoop,
            io.jevent.internal.netty.EpollLoop,
            io.jevent.internal.netty.NioLoop;
}
