// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.ThreadAwareExecutor;
import io.netty.util.concurrent.Ticker;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Netty's handler of a loop's input and output, shared by the carrier and the stand-in threads of a hub, which run it
 * one at a time.
 */
final class SharedIoHandler implements IoHandler {

    static final long LONGEST_WAIT_NANOS = TimeUnit.HOURS.toNanos(1);

    private final IoHandler handler;
    private boolean initialized;

    /** Whether a wake-up arrived that no wait of a stand-in has seen. */
    private volatile boolean woken;

    private SharedIoHandler(IoHandler handler) {
        this.handler = handler;
    }

    /** Creates the handler and keeps it. */
    static final class Factory implements IoHandlerFactory {

        private final IoHandlerFactory handlers;
        private @Nullable SharedIoHandler handler;

        Factory(IoHandlerFactory handlers) {
            this.handlers = handlers;
        }

        @Override
        public IoHandler newHandler(ThreadAwareExecutor executor) {
            var made = new SharedIoHandler(handlers.newHandler(executor));
            handler = made;
            return made;
        }

        @Override
        public boolean isChangingThreadSupported() {
            return handlers.isChangingThreadSupported();
        }

        SharedIoHandler handler() {
            return Objects.requireNonNull(handler);
        }
    }

    /** Lets later wake-ups end the next wait of {@link #runFor}. */
    void expectWakeup() {
        woken = false;
    }

    /** Handles ready input and output; first waits up to {@code nanos} if there is none and no wake-up has arrived. */
    int runFor(long nanos, Ticker ticker, BooleanSupplier interrupted) {
        initialize();
        long deadline = ticker.nanoTime() + nanos;
        return handler.run(new IoHandlerContext() {
            @Override
            public boolean canBlock() {
                return nanos > 0 && !woken && !interrupted.getAsBoolean();
            }

            @Override
            public long delayNanos(long now) {
                return Math.max(0, deadline - now);
            }

            @Override
            public long deadlineNanos() {
                return deadline;
            }
        });
    }

    @Override
    public void initialize() {
        if (!initialized) {
            initialized = true;
            handler.initialize();
        }
    }

    @Override
    public int run(IoHandlerContext context) {
        return handler.run(context);
    }

    @Override
    public void prepareToDestroy() {
        handler.prepareToDestroy();
    }

    @Override
    public void destroy() {
        handler.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return handler.register(handle);
    }

    @Override
    public void wakeup() {
        woken = true;
        handler.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return handler.isCompatible(handleType);
    }
}
