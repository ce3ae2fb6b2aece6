// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.hub.Hub;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ManualIoEventLoop;
import org.jspecify.annotations.Nullable;

/**
 * Netty's event loop, driven by a hub. A greenlet of that hub counts as inside of the loop: it runs on the loop's
 * thread, though its own thread is another; otherwise each of its writes would become a task and a wake-up.
 */
final class HubEventLoop extends ManualIoEventLoop {

    private final Thread carrier;

    /** The hub that drives this loop, once a greenlet of it was seen here. */
    private volatile @Nullable Hub driver;

    /**
     * Whether a wake-up came that no wait has seen. Netty's handlers drop one that comes before they wait, but ask
     * {@link #canBlock} after they have announced that they will: who sets this first and then wakes is seen one way or
     * the other.
     */
    private volatile boolean woken;

    HubEventLoop(Thread carrier, IoHandlerFactory handlers) {
        super(carrier, handlers);
        this.carrier = carrier;
    }

    @Override
    public boolean inEventLoop() {
        Thread current = Thread.currentThread();
        if (current == carrier) {
            return true;
        }
        if (!current.isVirtual()) {
            return false;
        }
        Hub hub = driver;
        return hub != null ? hub.isCurrent() : isDriver(Hub.ifCurrent());
    }

    private boolean isDriver(@Nullable Hub hub) {
        if (hub == null || hub.carrier() != carrier) {
            return false;
        }
        driver = hub;
        return true;
    }

    /** Netty's handler for NIO clears the interrupt that ended its wait, unless it may not block any more. */
    @Override
    protected boolean canBlock() {
        return !woken && !carrier.isInterrupted();
    }

    /** Ends the wait that is under way, or else the next one. Called from any thread. */
    void interruptWait() {
        woken = true;
        wakeup();
    }

    /** The wait is over: what comes from here on ends the next one. */
    void waited() {
        woken = false;
    }
}
