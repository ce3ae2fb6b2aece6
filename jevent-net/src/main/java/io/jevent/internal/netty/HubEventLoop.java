// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.hub.Hub;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ManualIoEventLoop;
import org.jspecify.annotations.Nullable;

/**
 * Netty's event loop, driven by a hub. A greenlet of that hub counts as being in the event loop: it is mounted on the
 * loop's thread, although it is a virtual thread. Otherwise each of its writes would become a task and a wake-up.
 */
final class HubEventLoop extends ManualIoEventLoop {

    private final Thread carrier;

    /** The hub that drives this loop, once one of its greenlets has called {@link #inEventLoop}. */
    private volatile @Nullable Hub driver;

    /**
     * Whether a wake-up arrived that no wait has seen. Netty's handlers drop a wake-up that comes before they wait, but
     * ask {@link #canBlock} after they have announced the wait. A waker sets this flag first and then wakes, so one of
     * the two sees the other.
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

    /**
     * Returns false while the carrier is interrupted, because Netty's handler for NIO would otherwise clear the
     * interrupt that ended its wait.
     */
    @Override
    protected boolean canBlock() {
        return !woken && !carrier.isInterrupted();
    }

    /** Ends the current wait, or otherwise the next one. Any thread may call this. */
    void interruptWait() {
        woken = true;
        wakeup();
    }

    /** Called after a wait: a later wake-up ends the next wait. */
    void waited() {
        woken = false;
    }
}
