// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.concurrent.ThreadAwareExecutor;

/*
 * Netty 4.2.18 removes a channel without interest in events from the epoll set, and fails when the channel is
 * interested again (EPOLL_CTL_MOD: ENOENT). So a stream whose peer has ended its output fails as soon as it has to wait
 * for room to send. This handler keeps such a channel in the set, edge-triggered and without events, so that the kernel
 * reports errors and hang-ups, which cannot be masked, once and not in every turn.
 */
/** Netty's handler for epoll, with registrations that stay in the epoll set. */
final class SteadyEpoll implements IoHandler {

    private final IoHandler epoll;

    /** The foreign descriptors that are registered, by their numbers. */
    private final IntObjectHashMap<ForeignDescriptor> foreign = new IntObjectHashMap<>();

    private SteadyEpoll(IoHandler epoll) {
        this.epoll = epoll;
    }

    static IoHandlerFactory newFactory() {
        IoHandlerFactory factory = EpollIoHandler.newFactory();
        return (ThreadAwareExecutor executor) -> new SteadyEpoll(factory.newHandler(executor));
    }

    /** Registers a handle. A foreign descriptor with its number was closed before, or becomes a channel now. */
    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        int number = ((EpollIoHandle) handle).fd().intValue();
        if (handle instanceof ForeignDescriptor descriptor) {
            foreign.put(number, descriptor);
            return epoll.register(handle);
        }
        ForeignDescriptor former = foreign.remove(number);
        if (former != null) {
            former.release();
        }
        return new Registration(epoll.register(handle));
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
        @SuppressWarnings("TypeParameterUnusedInFormals") // declared so by Netty
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
