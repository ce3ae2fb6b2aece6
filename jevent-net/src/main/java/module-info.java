// SPDX-License-Identifier: Apache-2.0
/** The event loop on Netty and everything on sockets. */
module io.jevent.net {
    requires transitive io.jevent.core;
    requires static transitive org.jspecify;
    requires io.netty.common;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
}
