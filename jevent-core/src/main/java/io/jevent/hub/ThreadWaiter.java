// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.exceptions.GreenletExit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The wait of a virtual thread that is not a greenlet: one that a library started, on a hub or on the JDK's own
 * scheduler. It parks as the JDK's own primitives do, so {@link Thread#interrupt} ends it.
 */
final class ThreadWaiter extends Waiter {

    private final Thread thread = Thread.currentThread();
    private volatile boolean woken;

    /** Waits until woken; called by the thread itself, which was just appended to {@code in}. */
    @Nullable
    Object block(Object on, WaitList in, long nanos) {
        Hub hub = Hub.ifCurrent();
        if (nanos != Long.MAX_VALUE && hub != null) {
            Timer timer = hub.startTimer(nanos, false, (Runnable) () -> expire(in));
            park(in, on, Long.MAX_VALUE);
            timer.cancel();
        } else {
            park(in, on, nanos);
        }
        return value;
    }

    private void expire(WaitList list) {
        if (WaitList.claim(this, list)) {
            wake(WaitList.TIMED_OUT);
        }
    }

    private void park(WaitList list, Object on, long nanos) {
        long end = System.nanoTime() + nanos;
        while (!woken) {
            if (nanos == Long.MAX_VALUE) {
                LockSupport.park(on);
            } else {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    expire(list);
                } else {
                    LockSupport.parkNanos(on, left);
                }
            }
            if (!woken && Thread.interrupted()) {
                if (WaitList.claim(this, list)) {
                    throw new GreenletExit("the virtual thread was interrupted in a wait of jevent");
                }
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    void wake(@Nullable Object value) {
        this.value = value;
        woken = true;
        LockSupport.unpark(thread);
    }
}
