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

    /** Waits until woken; called by the thread itself, which was just appended to a list. */
    @Nullable
    Object block(Object on, long nanos) {
        Hub hub = Hub.ifCurrent();
        if (nanos != Long.MAX_VALUE && hub != null) {
            Timer timer = hub.startTimer(nanos, !(on instanceof Sleep), (DirectCallback) this::expire);
            try {
                park(on, Long.MAX_VALUE);
            } finally {
                timer.cancel();
            }
        } else {
            park(on, nanos);
        }
        return value;
    }

    private void expire() {
        if (WaitList.claim(this)) {
            wake(WaitList.TIMED_OUT);
        }
    }

    private void park(Object on, long nanos) {
        long end = System.nanoTime() + nanos;
        while (!woken) {
            if (nanos == Long.MAX_VALUE) {
                LockSupport.park(on);
            } else {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    expire();
                } else {
                    LockSupport.parkNanos(on, left);
                }
            }
            if (!woken && Thread.interrupted()) {
                if (WaitList.claim(this)) {
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
