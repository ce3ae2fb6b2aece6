// SPDX-License-Identifier: Apache-2.0
/** The event loop on Netty; sockets and servers build on it. */
module io.jevent.net {
    requires transitive io.jevent.core;
    requires static transitive org.jspecify;
    requires io.netty.buffer;
    requires io.netty.codec.dns;
    requires io.netty.common;
    requires io.netty.resolver;
    requires io.netty.resolver.dns;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.unix.common;

    exports io.jevent.dns;
    exports io.jevent.socket;

    provides io.jevent.hub.LoopProvider with
            io.jevent.internal.netty.AnyNettyLoop,
            io.jevent.internal.netty.EpollLoop,
            io.jevent.internal.netty.NioLoop;
}
