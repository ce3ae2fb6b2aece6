// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.hub.Hub;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ManualIoEventLoop;
import org.jspecify.annotations.Nullable;

/**
 * Netty's event loop, driven by a hub. A greenlet of that hub counts as being in the event loop: it is mounted on the
 * loop's thread, although it is a virtual thread. Otherwise each of its writes would become a task and a wake-up. A
 * stand-in carrier of the hub counts as in the event loop too while it drives the hub.
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

    private final SharedIoHandler.Factory handlers;

    HubEventLoop(Thread carrier, IoHandlerFactory handlers) {
        this(carrier, new SharedIoHandler.Factory(handlers));
    }

    private HubEventLoop(Thread carrier, SharedIoHandler.Factory handlers) {
        super(carrier, handlers);
        this.carrier = carrier;
        this.handlers = handlers;
    }

    /** Handles ready input and output, and runs the queued tasks; returns the number of both. */
    int poll() {
        return Thread.currentThread() == carrier ? runNow() : runOnStandIn(0);
    }

    /** Works as {@link #poll}, but first waits up to {@code nanos} if there is nothing to do; 0 means no limit. */
    void await(long nanos) {
        if (Thread.currentThread() == carrier) {
            run(nanos);
        } else {
            runOnStandIn(nanos == 0 ? SharedIoHandler.LONGEST_WAIT_NANOS : nanos);
        }
        woken = false;
    }

    /*
     * Netty's own methods accept only the thread for which the loop was made. A stand-in carrier does the same work
     * itself: it calls the handler and runs the tasks.
     */
    private int runOnStandIn(long nanos) {
        SharedIoHandler handler = handlers.handler();
        handler.expectWakeup();
        int tasks = runNonBlockingTasks(-1);
        long scheduled = nextScheduledTaskNano();
        long wait = tasks > 0 ? 0 : scheduled >= 0 ? Math.min(scheduled, nanos) : nanos;
        int handled = handler.runFor(wait, ticker(), () -> woken);
        return tasks + handled + runNonBlockingTasks(-1);
    }

    @Override
    public boolean inEventLoop() {
        Thread current = Thread.currentThread();
        if (current == carrier) {
            return true;
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
}
