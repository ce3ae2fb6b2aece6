// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.exceptions.PinnedException;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Durations;
import io.jevent.hub.Mutex;
import io.jevent.hub.WaitList;
import io.jevent.hub.WaitTarget;
import io.jevent.hub.Waiter;
import java.time.Duration;

/** A {@code Thread.sleep} by the hub's clock, which an interrupt ends as it ends the JDK's. */
final class PatchedSleep implements WaitTarget {

    private final Mutex mutex = new Mutex();
    private final WaitList sleeper = new WaitList(mutex);
    private boolean woken;

    private PatchedSleep() {}

    /** Sleeps, unless the caller is no greenlet or cannot leave its thread now. */
    static boolean sleep(Duration time) {
        if (!Greenlets.mayWait()) {
            return false;
        }
        if (Thread.interrupted()) {
            throw Sneaky.raise(new InterruptedException("sleep interrupted"));
        }
        try {
            if (time.isZero() || time.isNegative()) {
                CurrentGreenlet.sleep(0);
            } else {
                new PatchedSleep().await(Durations.nanos(time, "time"));
            }
        } catch (PinnedException e) {
            return false;
        }
        if (Thread.interrupted()) {
            throw Sneaky.raise(new InterruptedException("sleep interrupted"));
        }
        return true;
    }

    private void await(long nanos) {
        var interruptible = new InterruptibleWait(this::wake);
        interruptible.enter();
        try {
            Waiter waiter;
            mutex.lock();
            try {
                waiter = woken ? null : sleeper.enter(nanos);
            } finally {
                mutex.unlock();
            }
            var _ = WaitList.await(waiter, this, nanos);
        } finally {
            interruptible.leave();
        }
    }

    private void wake() {
        Waiter waiter;
        mutex.lock();
        try {
            woken = true;
            waiter = sleeper.poll();
        } finally {
            mutex.unlock();
        }
        if (waiter != null) {
            WaitList.wake(waiter, null);
        }
    }

    @Override
    public String wokenBy() {
        return "its time, or an interrupt";
    }

    @Override
    public String toString() {
        return "Thread.sleep";
    }
}
