// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import io.jevent.hub.Hub;
import io.jevent.hub.Link;
import io.jevent.hub.Mutex;
import io.jevent.hub.WaitList;
import io.jevent.hub.Waiter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/*
 * Invariants, under the mutex: while somebody stands in takers no slot is free, because a slot that is given back, or
 * that a higher limit brings, is handed over to the first of them; while a slot is free nobody stands in watchers.
 */
/** How many pieces of work a {@link TaskRunner} may have at once: a fair semaphore whose limit can be moved. */
final class Slots {

    /** The limit of what has none. */
    static final int UNLIMITED = Integer.MAX_VALUE;

    /** Wakes a taker that gets no slot. */
    private static final Object REFUSED = new Object();

    private final Mutex mutex = new Mutex();
    private final WaitList takers = new WaitList(mutex);

    /** The waiters for a free slot that do not take it. */
    private final WaitList watchers = new WaitList(mutex);

    private int limit;

    /** How often {@link #refuse} was called; written under the mutex. */
    private volatile int refusals;

    /** May be above the limit: after that was lowered, and by {@link #takeAnyway}. */
    private int used;

    Slots(int limit) {
        this.limit = limit;
    }

    /**
     * Takes a slot, in turn; false if the time passes first.
     *
     * @throws CancellationException if {@link #refuse} is called during the wait
     */
    boolean take(Object on, long nanos) {
        Waiter waiter;
        int refusalsBefore;
        mutex.lock();
        try {
            if (takeFree()) {
                return true;
            }
            refusalsBefore = refusals;
            waiter = takers.enter(nanos);
        } finally {
            mutex.unlock();
        }
        Object result = WaitList.await(waiter, on, nanos);
        boolean taken = !WaitList.timedOut(result);
        if (taken && refusalsBefore != refusals) {
            if (result != REFUSED) { // the slot was handed over just before
                give();
            }
            throw new CancellationException(on + " was killed while this call waited for a slot");
        }
        return taken;
    }

    private boolean takeFree() {
        boolean free = used < limit;
        used += free ? 1 : 0;
        return free;
    }

    /**
     * Has {@code taken} called with a slot taken: here and now, or by the current hub when it is its turn.
     *
     * @return the place in the line: to leave it, withdraw it
     */
    Link takeInTurn(Runnable taken) {
        Link place = Link.on(Hub.current(), taken);
        boolean now;
        mutex.lock();
        try {
            now = takeFree();
            if (!now) {
                takers.add(place);
            }
        } finally {
            mutex.unlock();
        }
        if (now) {
            taken.run();
        }
        return place;
    }

    /** Ends all waits of {@link #take}. There must be no links in the line. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // under the mutex
    void refuse() {
        Waiter chain;
        mutex.lock();
        try {
            refusals = refusals + 1;
            chain = takers.drain();
        } finally {
            mutex.unlock();
        }
        WaitList.wakeAll(chain, REFUSED);
    }

    /** Takes a slot even if none is free. */
    void takeAnyway() {
        mutex.lock();
        try {
            used++;
        } finally {
            mutex.unlock();
        }
    }

    void give() {
        Waiter next;
        @Nullable Waiter chain;
        mutex.lock();
        try {
            next = used <= limit ? takers.poll() : null;
            chain = null;
            if (next == null) {
                used--;
                chain = used < limit ? watchers.drain() : null;
            }
        } finally {
            mutex.unlock();
        }
        if (next != null) {
            WaitList.wake(next, null);
        } else {
            WaitList.wakeAll(chain, null);
        }
    }

    boolean awaitFree(Object on, long nanos) {
        Waiter waiter;
        mutex.lock();
        try {
            if (used < limit) {
                return true;
            }
            waiter = watchers.enter(nanos);
        } finally {
            mutex.unlock();
        }
        return !WaitList.timedOut(WaitList.await(waiter, on, nanos));
    }

    void limit(int newLimit) {
        List<Waiter> served = new ArrayList<>();
        @Nullable Waiter chain;
        mutex.lock();
        try {
            limit = newLimit;
            Waiter next;
            while (used < limit && (next = takers.poll()) != null) {
                used++;
                served.add(next);
            }
            chain = used < limit ? watchers.drain() : null;
        } finally {
            mutex.unlock();
        }
        for (Waiter waiter : served) {
            WaitList.wake(waiter, null);
        }
        WaitList.wakeAll(chain, null);
    }

    int limit() {
        mutex.lock();
        try {
            return limit;
        } finally {
            mutex.unlock();
        }
    }

    int free() {
        mutex.lock();
        try {
            return Math.max(0, limit - used);
        } finally {
            mutex.unlock();
        }
    }

    int used() {
        mutex.lock();
        try {
            return used;
        } finally {
            mutex.unlock();
        }
    }
}
