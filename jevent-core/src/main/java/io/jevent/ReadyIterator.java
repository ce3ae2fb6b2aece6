// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import io.jevent.hub.Deadline;
import io.jevent.hub.Linkable;
import io.jevent.hub.Mutex;
import io.jevent.hub.WaitList;
import io.jevent.hub.WaitTarget;
import io.jevent.hub.Waiter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Hands out things one by one as they become ready. It has linked itself to all of them from the start, so nothing is
 * missed while its user does something else.
 *
 * <p><b>Confinement:</b> not shared: one greenlet uses it.
 *
 * @param <X> what it hands out
 * @gevent what {@code gevent.iwait} returns
 */
public final class ReadyIterator<X extends Linkable> implements Iterator<X>, AutoCloseable, WaitTarget {

    private final Mutex mutex = new Mutex();
    private final WaitList waiting = new WaitList(mutex);
    private final Deque<X> ready = new ArrayDeque<>();
    private final List<Link<X>> links = new ArrayList<>();
    private final Deadline deadline;
    private int left;

    ReadyIterator(Collection<? extends X> objects, int count, long nanos) {
        if (count < 0) {
            throw new IllegalArgumentException("count must not be negative: " + count);
        }
        left = Math.min(count, objects.size());
        deadline = new Deadline(nanos);
        for (X object : objects) {
            if (object.ready()) {
                ready.add(object);
            } else {
                var link = new Link<X>(this, object);
                links.add(link);
                object.rawlink(link);
            }
        }
    }

    private void becameReady(X object) {
        mutex.lock();
        ready.add(object);
        Waiter consumer = waiting.poll();
        mutex.unlock();
        if (consumer != null) {
            WaitList.wake(consumer, null);
        }
    }

    /**
     * Waits until there is another one.
     *
     * @return false at the end: all are out, the count is, or the time
     * @switches when it has to wait
     */
    @Override
    public boolean hasNext() {
        while (left > 0) {
            mutex.lock();
            if (!ready.isEmpty()) {
                mutex.unlock();
                return true;
            }
            if (WaitList.timedOut(waiting.await(this, deadline.left()))) {
                close();
            }
        }
        close();
        return false;
    }

    /**
     * Waits until there is another one and returns it.
     *
     * @throws NoSuchElementException at the end: all are out, the count is, or the time
     * @switches when it has to wait
     */
    @Override
    public X next() {
        if (!hasNext()) {
            throw new NoSuchElementException("nothing more became ready");
        }
        mutex.lock();
        try {
            left--;
            return ready.remove();
        } finally {
            mutex.unlock();
        }
    }

    /** Unlinks it from what is not ready yet. */
    @Override
    public void close() {
        left = 0;
        for (Link<X> link : links) {
            link.object.unlink(link);
        }
        links.clear();
    }

    @Override
    public String wokenBy() {
        return "one of the " + links.size() + " it is linked to";
    }

    @Override
    public String toString() {
        return "the first of " + links.size() + " to become ready";
    }

    private static final class Link<X extends Linkable> implements Runnable {
        private final ReadyIterator<X> owner;
        final X object;

        Link(ReadyIterator<X> owner, X object) {
            this.owner = owner;
            this.object = object;
        }

        @Override
        public void run() {
            owner.becameReady(object);
        }
    }
}
