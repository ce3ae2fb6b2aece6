// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import io.jevent.exceptions.InvalidThreadUseException;
import io.jevent.hub.Hub;
import io.jevent.hub.Link;
import io.jevent.hub.Mutex;
import io.jevent.hub.RawGreenlet;
import io.jevent.hub.WaitList;
import io.jevent.hub.WaitTarget;
import io.jevent.hub.Waiter;
import io.jevent.internal.bounds.Bounds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The results of work that goes on while they are read; see {@link TaskRunner#imap}.
 *
 * <p>{@link #next} throws the failure of an element as it is, and {@code CancellationException} if the element's work
 * was killed; the iteration can go on after it.
 *
 * <p><b>Confinement:</b> hub-confined: greenlets of the hub that made it read it.
 *
 * @param <R> the type of the results
 * @gevent what {@code imap} and {@code imap_unordered} return
 * @since 0.1
 */
public final class ResultIterator<R extends @Nullable Object> implements Iterator<R>, AutoCloseable, WaitTarget {

    private final Hub hub = Hub.current();
    private final boolean ordered;
    private final int maxUnread;
    private final Mutex mutex = new Mutex();

    private final WaitList readers = new WaitList(mutex);

    /** The producer, while too much is unread. */
    private final WaitList room = new WaitList(mutex);

    /** In the order of input. */
    private final Set<Outcome<R>> running = new LinkedHashSet<>();

    private final Deque<Outcome<R>> unread = new ArrayDeque<>();

    /** The greenlet that reads the input; null once the input has ended. */
    private @Nullable Greenlet<?> producer;

    ResultIterator(boolean ordered, int maxUnread) {
        this.ordered = ordered;
        this.maxUnread = Bounds.atLeastOne(maxUnread, "maxUnread");
    }

    <T extends @Nullable Object> ResultIterator<R> over(
            TaskRunner runner,
            TaskRunner.Mapping<? super T, ? extends R> mapping,
            Iterable<? extends T> elements,
            Object site) {
        var greenlet = new Greenlet<@Nullable Void>(hub, () -> produce(runner, mapping, elements), site);
        producer = greenlet;
        greenlet.addLink(Link.on(hub, this::wakeReaders));
        greenlet.start();
        return this;
    }

    private <T extends @Nullable Object> @Nullable Void produce(
            TaskRunner runner, TaskRunner.Mapping<? super T, ? extends R> mapping, Iterable<? extends T> elements) {
        for (T element : elements) {
            Jevent.checkpoint();
            awaitRoom();
            Outcome<R> outcome = runner.beginElement(mapping, element);
            running.add(outcome);
            outcome.addLink(Link.on(hub, () -> ended(outcome)));
        }
        return null;
    }

    private void awaitRoom() {
        while (running.size() + unread.size() >= maxUnread) {
            var _ = WaitList.await(entered(room), new Room(this), Long.MAX_VALUE);
        }
    }

    /** Called by the hub. */
    private void ended(Outcome<R> outcome) {
        if (!running.contains(outcome)) {
            return; // closed
        }
        if (ordered) {
            takeReadyInOrder();
        } else {
            running.remove(outcome);
            unread.add(outcome);
        }
        if (!unread.isEmpty()) {
            wakeReaders();
        }
    }

    private void takeReadyInOrder() {
        Iterator<Outcome<R>> oldest = running.iterator();
        while (oldest.hasNext()) {
            Outcome<R> next = oldest.next();
            if (!next.isReady()) {
                return;
            }
            oldest.remove();
            unread.add(next);
        }
    }

    private @Nullable Waiter entered(WaitList list) {
        mutex.lock();
        try {
            return list.enter(Long.MAX_VALUE);
        } finally {
            mutex.unlock();
        }
    }

    private void wakeReaders() {
        Waiter chain;
        mutex.lock();
        try {
            chain = readers.drain();
        } finally {
            mutex.unlock();
        }
        WaitList.wakeAll(chain, null);
    }

    /**
     * Waits until there is another result, or a failure in its place.
     *
     * @return false at the end
     * @switches when it has to wait
     */
    @Override
    public boolean hasNext() {
        if (!hub.isCurrent()) {
            throw new InvalidThreadUseException(
                    this + " belongs to " + hub + " but was used from " + Thread.currentThread() + "; read it there");
        }
        while (unread.isEmpty()) {
            Greenlet<?> input = producer;
            if (running.isEmpty() && (input == null || input.isReady())) {
                if (input != null && input.isSuccessful() && input.exit() == null) {
                    producer = null;
                }
                return producer != null;
            }
            var _ = WaitList.await(entered(readers), this, Long.MAX_VALUE);
        }
        return true;
    }

    /**
     * Waits for the next result and returns it, or throws the failure in its place.
     *
     * @throws NoSuchElementException at the end
     * @switches when it has to wait
     */
    @Override
    public R next() {
        if (!hasNext()) {
            throw new NoSuchElementException("all results were handed out");
        }
        Outcome<R> outcome = unread.poll();
        if (outcome != null) {
            Waiter waiting;
            mutex.lock();
            try {
                waiting = room.poll();
            } finally {
                mutex.unlock();
            }
            if (waiting != null) {
                WaitList.wake(waiting, null);
            }
            return Outcomes.taken(outcome);
        }
        Greenlet<?> failed = producer;
        producer = null;
        if (failed != null) {
            var _ = Outcomes.taken(failed);
        }
        throw new NoSuchElementException("all results were handed out");
    }

    /**
     * Ends it early: no more input is read, and the work that is not done is cancelled. When this returns, the
     * greenlets that did it have ended; threads of a thread pool have been interrupted. Does nothing at the end.
     *
     * @switches when it has to wait
     * @gevent {@code kill()} of what {@code imap} returns, which leaves the work running
     */
    @Override
    public void close() {
        Greenlet<?> input = producer;
        producer = null;
        try {
            if (input != null) {
                input.kill();
            }
        } finally {
            unread.clear();
            var left = new ArrayList<>(running);
            running.clear();
            left.forEach(outcome -> outcome.cancel(true));
            Jevent.joinAll(left);
        }
    }

    @Override
    public String wokenBy() {
        return "the next result";
    }

    @Override
    public List<RawGreenlet> holders() {
        var greenlets = new ArrayList<RawGreenlet>();
        for (Outcome<R> outcome : running) {
            if (outcome instanceof RawGreenlet greenlet) {
                greenlets.add(greenlet);
            }
        }
        Greenlet<?> input = producer;
        if (input != null && !input.isDead()) {
            greenlets.add(input);
        }
        return greenlets;
    }

    @Override
    public String toString() {
        return "results (" + unread.size() + " unread, " + running.size() + " running)";
    }

    /** The wait target of a producer that found the buffer full. */
    private record Room(ResultIterator<?> of) implements WaitTarget {
        @Override
        public String wokenBy() {
            return "a next()";
        }

        @Override
        public String toString() {
            return "room in " + of;
        }
    }
}
