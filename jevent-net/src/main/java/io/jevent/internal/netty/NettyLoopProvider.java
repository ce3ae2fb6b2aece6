// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.hub.Loop;
import io.jevent.hub.LoopProvider;
import io.netty.channel.epoll.Epoll;

/**
 * Provides {@code jevent.loop=netty}: the best loop of this machine, which a hub gets by default when it opens its
 * first socket.
 */
public final class NettyLoopProvider implements LoopProvider {

    /** Called by the service loader. */
    public NettyLoopProvider() {
        HubLoggerFactory.install(); // before the class Epoll, which creates a logger
    }

    @Override
    public String name() {
        return "netty";
    }

    @Override
    public Loop create() {
        return new NettyLoop(best(), Thread.currentThread());
    }

    @Override
    public boolean isDefault() {
        return true;
    }

    static NativeTransport best() {
        NettyVersion.check();
        return Epoll.isAvailable() ? NativeTransport.EPOLL : NativeTransport.NIO;
    }
}
