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
        mutex.lock();
        left--;
        if (!over) {
            winner = outcome;
            over = left == 0 || (any && outcome.successful() && outcome.exit() == null);
        }
        Waiter chain = over ? waiting.drain() : null;
        mutex.unlock();
        WaitList.wakeAll(chain, null);
    }

    boolean await(long nanos) {
        mutex.lock();
        if (over) {
            mutex.unlock();
            return true;
        }
        return !WaitList.timedOut(waiting.await(this, nanos));
    }

    Outcome<T> winner() {
        mutex.lock();
        Outcome<T> one = winner;
        mutex.unlock();
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
