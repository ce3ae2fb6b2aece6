// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.util.concurrent.ThreadAwareExecutor;

/*
 * Netty 4.2.18 takes a channel that wants no events out of the epoll set and does not know it any more when the channel
 * wants some again (EPOLL_CTL_MOD: ENOENT). Then a stream whose peer has ended its output fails as soon as it has to wait
 * for room to send. Here such a channel stays in the set, edge-triggered and without events: the errors and hang-ups that
 * the kernel always tells come once and not for ever.
 */
/** Netty's handler of epoll, with registrations that last. */
final class SteadyEpoll implements IoHandler {

    private final IoHandler epoll;

    private SteadyEpoll(IoHandler epoll) {
        this.epoll = epoll;
    }

    static IoHandlerFactory newFactory() {
        IoHandlerFactory factory = EpollIoHandler.newFactory();
        return (ThreadAwareExecutor executor) -> new SteadyEpoll(factory.newHandler(executor));
    }

    /** What is not ours may be closed at any time, and must not last. */
    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        IoRegistration registration = epoll.register(handle);
        return handle instanceof ForeignDescriptor ? registration : new Registration(registration);
    }

    @Override
    public void initialize() {
        epoll.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        return epoll.run(context);
    }

    @Override
    public void prepareToDestroy() {
        epoll.prepareToDestroy();
    }

    @Override
    public void destroy() {
        epoll.destroy();
    }

    @Override
    public void wakeup() {
        epoll.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return epoll.isCompatible(handleType);
    }

    private static final class Registration implements IoRegistration {

        private final IoRegistration real;
        private boolean added;

        Registration(IoRegistration real) {
            this.real = real;
        }

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // so it is declared
        public <T> T attachment() {
            return real.attachment();
        }

        @Override
        public long submit(IoOps ops) {
            if (!ops.equals(EpollIoOps.NONE)) {
                added = true;
                return real.submit(ops);
            }
            return added ? real.submit(EpollIoOps.EPOLLET) : 0;
        }

        @Override
        public boolean isValid() {
            return real.isValid();
        }

        @Override
        public boolean cancel() {
            return real.cancel();
        }
    }
}
