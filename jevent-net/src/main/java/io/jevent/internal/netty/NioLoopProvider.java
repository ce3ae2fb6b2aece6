// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.hub.Loop;
import io.jevent.hub.LoopProvider;

/** Provides {@code jevent.loop=netty-nio}: the JDK's selector, which every system has. */
public final class NioLoopProvider implements LoopProvider {

    /** Called by the service loader. */
    public NioLoopProvider() {
        super();
    }

    @Override
    public String name() {
        return "netty-nio";
    }

    @Override
    public Loop create() {
        NettyVersion.check();
        return new NettyLoop(NativeTransport.NIO, Thread.currentThread());
    }
}
