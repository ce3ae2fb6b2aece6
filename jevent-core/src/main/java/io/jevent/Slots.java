// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import io.jevent.hub.Mutex;
import io.jevent.hub.WaitList;
import io.jevent.hub.Waiter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * Invariants, under the mutex: while somebody stands in takers no slot is free, because a slot that is given back, or
 * that a higher limit brings, is handed over to the first of them; while a slot is free nobody stands in watchers.
 */
/** How many pieces of work a {@link TaskRunner} may have at once: a fair semaphore whose limit can be moved. */
final class Slots {

    /** The limit of what has none. */
    static final int UNLIMITED = Integer.MAX_VALUE;

    private final Mutex mutex = new Mutex();
    private final WaitList takers = new WaitList(mutex);

    /** Those who wait for a slot to be free, without taking it. */
    private final WaitList watchers = new WaitList(mutex);

    private int limit;

    /** May be above the limit: after that was lowered, and by {@link #takeAnyway}. */
    private int used;

    Slots(int limit) {
        this.limit = limit;
    }

    /** Takes a slot, in turn; false if the time passes first. */
    boolean take(Object on, long nanos) {
        mutex.lock();
        if (used < limit) {
            used++;
            mutex.unlock();
            return true;
        }
        return !WaitList.timedOut(takers.await(on, nanos));
    }

    /** Has {@code taken} called with a slot taken: here and now, or by the current hub when it is its turn. */
    void takeInTurn(Runnable taken) {
        mutex.lock();
        if (used >= limit) {
            try {
                takers.addLink(taken);
            } finally {
                mutex.unlock();
            }
            return;
        }
        used++;
        mutex.unlock();
        taken.run();
    }

    /** Takes what {@link #takeInTurn} was given out of the line; does nothing if its turn has come. */
    void leaveLine(Runnable taken) {
        mutex.lock();
        try {
            var _ = takers.removeLink(taken);
        } finally {
            mutex.unlock();
        }
    }

    /** Takes a slot even if none is free. */
    void takeAnyway() {
        mutex.lock();
        used++;
        mutex.unlock();
    }

    void give() {
        mutex.lock();
        Waiter next = used <= limit ? takers.poll() : null;
        @Nullable Waiter chain = null;
        if (next == null) {
            used--;
            chain = used < limit ? watchers.drain() : null;
        }
        mutex.unlock();
        if (next != null) {
            WaitList.wake(next, null);
        } else {
            WaitList.wakeAll(chain, null);
        }
    }

    boolean awaitFree(Object on, long nanos) {
        mutex.lock();
        if (used < limit) {
            mutex.unlock();
            return true;
        }
        return !WaitList.timedOut(watchers.await(on, nanos));
    }

    void limit(int newLimit) {
        List<Waiter> served = new ArrayList<>();
        mutex.lock();
        limit = newLimit;
        Waiter next;
        while (used < limit && (next = takers.poll()) != null) {
            used++;
            served.add(next);
        }
        @Nullable Waiter chain = used < limit ? watchers.drain() : null;
        mutex.unlock();
        for (Waiter waiter : served) {
            WaitList.wake(waiter, null);
        }
        WaitList.wakeAll(chain, null);
    }

    int limit() {
        mutex.lock();
        int now = limit;
        mutex.unlock();
        return now;
    }

    int free() {
        mutex.lock();
        int now = Math.max(0, limit - used);
        mutex.unlock();
        return now;
    }

    int used() {
        mutex.lock();
        int now = used;
        mutex.unlock();
        return now;
    }
}
