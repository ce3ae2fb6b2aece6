// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A list with waiters in it that count how often they are woken. */
class ClaimState {
    final Mutex mutex = new Mutex();
    final WaitList list = new WaitList(mutex);
    final Sleeper first = new Sleeper();
    final Sleeper second = new Sleeper();

    ClaimState() {
        mutex.lock();
        list.append(first);
        list.append(second);
        mutex.unlock();
    }

    /** As the timer of a wait and a kill do: takes {@code waiter} out if nobody did before. */
    static void expire(Sleeper waiter) {
        if (WaitList.claim(waiter)) {
            waiter.wake(WaitList.TIMED_OUT);
        }
    }

    /** As a primitive does that hands something to the first. */
    void wakeOne() {
        mutex.lock();
        @Nullable Waiter next = list.poll();
        mutex.unlock();
        if (next != null) {
            WaitList.wake(next, "woken");
        }
    }

    /** As a primitive does that wakes everyone. */
    void wakeAll() {
        mutex.lock();
        @Nullable Waiter chain = list.drain();
        mutex.unlock();
        WaitList.wakeAll(chain, "woken");
    }

    int left() {
        mutex.lock();
        int left = list.size();
        mutex.unlock();
        return left;
    }

    /** A waiter that only counts. */
    static final class Sleeper extends Waiter {
        private final AtomicInteger wakes = new AtomicInteger();

        @Override
        void wake(@Nullable Object with) {
            value = with;
            wakes.incrementAndGet();
        }

        int wakes() {
            return wakes.get();
        }
    }
}
