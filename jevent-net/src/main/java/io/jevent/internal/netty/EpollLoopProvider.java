// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.hub.Loop;
import io.jevent.hub.LoopProvider;
import io.netty.channel.epoll.Epoll;

/** Provides {@code jevent.loop=netty-epoll}: Linux's epoll. */
public final class EpollLoopProvider implements LoopProvider {

    /** Called by the service loader. */
    public EpollLoopProvider() {
        HubLoggerFactory.install(); // before the class Epoll, which creates a logger
    }

    @Override
    public String name() {
        return "netty-epoll";
    }

    @Override
    public Loop create() {
        NettyVersion.check();
        if (!Epoll.isAvailable()) {
            throw new UnsupportedOperationException(
                    "epoll is not available here (" + Epoll.unavailabilityCause() + "); use jevent.loop=netty-nio",
                    Epoll.unavailabilityCause());
        }
        return new NettyLoop(NativeTransport.EPOLL, Thread.currentThread());
    }
}
