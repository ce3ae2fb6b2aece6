// SPDX-License-Identifier: Apache-2.0
package io.jevent.zmq;

import io.jevent.exceptions.ConcurrentObjectUseException;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Link;
import io.jevent.hub.Linkable;
import io.jevent.hub.RawGreenlet;
import io.jevent.hub.WaitList;
import io.jevent.hub.WaitTarget;
import io.jevent.hub.Waiter;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One direction of a socket: the greenlet that waits for it, and the links of those who watch several sockets. */
final class Direction implements Linkable, WaitTarget {

    private final SocketCore core;
    private final String doing;
    private final String wokenBy;
    private final BooleanSupplier ready;
    private final WaitList waiters;
    private final WaitList links;
    private @Nullable RawGreenlet owner;

    /** How many links there are; the hub's thread writes it, JeroMQ's threads read it. */
    private volatile int linked;

    /** {@code doing} is what a greenlet does here, "receive from" for example. */
    Direction(SocketCore core, String doing, String wokenBy, BooleanSupplier ready) {
        this.core = core;
        this.doing = doing;
        this.wokenBy = wokenBy;
        this.ready = ready;
        this.waiters = WaitList.perhapsWokenFromOutside(core.mutex());
        this.links = WaitList.perhapsWokenFromOutside(core.mutex());
    }

    /** Refuses a second greenlet while one waits. */
    void refuseSecond() {
        RawGreenlet other = owner;
        if (other != null) {
            throw new ConcurrentObjectUseException(other + " (spawned at " + other.spawnedAt() + ") already waits to "
                    + doing + " " + core + ", so " + CurrentGreenlet.get()
                    + " cannot: let one greenlet do it and hand over what comes, or take turns with a Semaphore");
        }
    }

    /**
     * Waits until JeroMQ has told of a command since it had told of {@code seen} of them, or of the end of the socket.
     *
     * @return false if the time passed first
     */
    boolean await(long seen, long nanos) {
        Waiter waiter;
        core.mutex().lock();
        try {
            if (core.commands() != seen) {
                return true;
            }
            waiter = waiters.enter(nanos);
        } finally {
            core.mutex().unlock();
        }
        RawGreenlet before = owner;
        owner = CurrentGreenlet.get();
        try {
            return !WaitList.timedOut(WaitList.await(waiter, this, nanos));
        } finally {
            owner = before;
        }
    }

    /** Takes out those who wait; the caller holds the mutex and wakes them. */
    @Nullable
    Waiter drain() {
        return waiters.drain();
    }

    boolean isLinked() {
        return linked > 0;
    }

    /** On the hub: tells those who are linked, if it is ready. */
    void tellLinks() {
        if (linked > 0 && ready()) {
            Waiter chain;
            core.mutex().lock();
            try {
                chain = links.drain();
            } finally {
                core.mutex().unlock();
            }
            linked = 0;
            WaitList.wakeAll(chain, null);
        }
    }

    @Override
    public boolean ready() {
        return ready.getAsBoolean();
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // only the hub's thread writes it
    public void rawlink(Runnable callback) {
        core.checkHub();
        links.link(Link.calling(callback), () -> false);
        linked++;
        tellLinks(); // also what came before the first link, which nobody was told of
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // only the hub's thread writes it
    public void unlink(Runnable callback) {
        core.checkHub();
        int before = links.size();
        var _ = links.unlink(callback);
        if (links.size() < before) { // it was not notified before
            linked--;
        }
    }

    @Override
    public String wokenBy() {
        return wokenBy;
    }

    @Override
    public String toString() {
        return doing + " " + core;
    }
}
