// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import io.jevent.hub.Mutex;
import io.jevent.hub.WaitList;
import io.jevent.hub.WaitTarget;
import io.jevent.hub.Waiter;
import org.jspecify.annotations.Nullable;

/** Several pieces of work of which all are waited for, or the first that succeeds. */
final class Batch<T extends @Nullable Object> implements WaitTarget {

    private final Mutex mutex = new Mutex();
    private final WaitList waiting = new WaitList(mutex);
    private final boolean any;
    private int left;

    /** The first that succeeded, or else the one that ended last. */
    private @Nullable Outcome<T> winner;

    private boolean over;

    Batch(int size, boolean any) {
        this.left = size;
        this.any = any;
        this.over = size == 0;
    }

    void ended(Outcome<T> outcome) {
        Waiter chain;
        mutex.lock();
        try {
            left--;
            if (!over) {
                winner = outcome;
                over = left == 0 || (any && outcome.isSuccessful() && outcome.exit() == null);
            }
            chain = over ? waiting.drain() : null;
        } finally {
            mutex.unlock();
        }
        WaitList.wakeAll(chain, null);
    }

    boolean await(long nanos) {
        Waiter waiter;
        mutex.lock();
        try {
            if (over) {
                return true;
            }
            waiter = waiting.enter(nanos);
        } finally {
            mutex.unlock();
        }
        return !WaitList.timedOut(WaitList.await(waiter, this, nanos));
    }

    Outcome<T> winner() {
        Outcome<T> one;
        mutex.lock();
        try {
            one = winner;
        } finally {
            mutex.unlock();
        }
        if (one == null) {
            throw new IllegalStateException(this + " has no winner");
        }
        return one;
    }

    @Override
    public String wokenBy() {
        return any ? "the first success among them" : "the end of all of them";
    }

    @Override
    public String toString() {
        return left + " submitted tasks";
    }
}
