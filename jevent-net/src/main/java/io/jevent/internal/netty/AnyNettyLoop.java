// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.hub.Loop;
import io.jevent.hub.LoopProvider;
import io.netty.channel.epoll.Epoll;

/** {@code jevent.loop=netty}: the best that this machine has; what a hub gets unless told otherwise. */
public final class AnyNettyLoop implements LoopProvider {

    /** Called by the service loader. */
    public AnyNettyLoop() {
        super();
    }

    @Override
    public String name() {
        return "netty";
    }

    @Override
    public Loop create() {
        return Epoll.isAvailable() ? new EpollLoop().create() : new NioLoop().create();
    }

    @Override
    public boolean isDefault() {
        return true;
    }
}
