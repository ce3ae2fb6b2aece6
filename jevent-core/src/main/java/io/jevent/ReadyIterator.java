// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Deadline;
import io.jevent.hub.Hub;
import io.jevent.hub.Link;
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
import org.jspecify.annotations.Nullable;

/**
 * Hands out things one by one as they become ready. It has linked itself to all of them from the start, so nothing is
 * missed while its user does something else.
 *
 * <p><b>Confinement:</b> not shared: one greenlet uses it.
 *
 * @param <X> what it hands out
 * @gevent what {@code gevent.iwait} returns
 * @since 0.1
 */
public final class ReadyIterator<X extends Linkable> implements Iterator<X>, AutoCloseable, WaitTarget {

    private final Mutex mutex = new Mutex();
    private final WaitList waiting = new WaitList(mutex);
    private final Deque<X> ready = new ArrayDeque<>();
    private final List<Link> links = new ArrayList<>();
    private final Deadline deadline;

    /** Withdraws the links when the greenlet that iterates has ended. */
    private @Nullable Link endOfOwner;

    private int left;

    ReadyIterator(Collection<? extends X> objects, int count, long nanos) {
        if (count < 0) {
            throw new IllegalArgumentException("count must not be negative: " + count);
        }
        left = Math.min(count, objects.size());
        deadline = new Deadline(nanos);
        try {
            for (X object : objects) {
                if (object.isReady()) {
                    ready.add(object);
                } else {
                    Link link = Link.on(Hub.current(), () -> becameReady(object));
                    links.add(link);
                    object.addLink(link);
                }
            }
        } catch (Throwable t) {
            close();
            throw t;
        }
    }

    /** For an iterator that is handed out: its links end with the greenlet that made it. */
    ReadyIterator<X> withdrawnAtEnd() {
        if (!links.isEmpty() && CurrentGreenlet.get() instanceof Greenlet<?> owner) {
            Link link = Link.on(owner.hub(), this::close);
            endOfOwner = link;
            owner.addLink(link);
        }
        return this;
    }

    private void becameReady(X object) {
        Waiter consumer;
        mutex.lock();
        try {
            ready.add(object);
            consumer = waiting.poll();
        } finally {
            mutex.unlock();
        }
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
            long nanos = deadline.left();
            Waiter waiter;
            mutex.lock();
            try {
                if (!ready.isEmpty()) {
                    return true;
                }
                waiter = waiting.enter(nanos);
            } finally {
                mutex.unlock();
            }
            if (WaitList.timedOut(WaitList.await(waiter, this, nanos))) {
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

    /**
     * Withdraws it from what is not ready yet. Done automatically when {@link #hasNext} has returned false, and when
     * the greenlet that made it has ended.
     *
     * @switches never
     */
    @Override
    public void close() {
        left = 0;
        for (Link link : links) {
            var _ = link.unlink();
        }
        links.clear();
        Link end = endOfOwner;
        if (end != null) {
            endOfOwner = null;
            var _ = end.unlink();
        }
    }

    @Override
    public String wokenBy() {
        return "one of the " + links.size() + " it is linked to";
    }

    @Override
    public String toString() {
        return "the first of " + links.size() + " to become ready";
    }
}
