// SPDX-License-Identifier: Apache-2.0
package io.jevent.zmq;

import io.jevent.exceptions.ConcurrentObjectUseException;
import io.jevent.hub.AbstractLinkable;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Link;
import io.jevent.hub.LinkKeeper;
import io.jevent.hub.RawGreenlet;
import io.jevent.hub.WaitList;
import io.jevent.hub.WaitTarget;
import io.jevent.hub.Waiter;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One direction of a socket: the greenlet that waits for it, and the links of selects that watch several sockets. */
final class Direction extends AbstractLinkable implements LinkKeeper, WaitTarget {

    private final SocketCore core;
    private final String doing;
    private final String wokenBy;
    private final BooleanSupplier ready;
    private final WaitList waiters;
    private @Nullable RawGreenlet owner;

    /** The number of links; the hub's thread writes it, JeroMQ's threads read it. */
    private volatile int linked;

    /** Creates a direction; {@code doing} is the operation for messages, for example "receive from". */
    Direction(SocketCore core, String doing, String wokenBy, BooleanSupplier ready) {
        super(WaitList.perhapsWokenFromOutside(core.mutex()));
        this.core = core;
        this.doing = doing;
        this.wokenBy = wokenBy;
        this.ready = ready;
        this.waiters = WaitList.perhapsWokenFromOutside(core.mutex());
    }

    /** Throws if a greenlet already waits here. */
    void refuseSecond() {
        RawGreenlet other = owner;
        if (other != null) {
            throw new ConcurrentObjectUseException(other + " (spawned at " + other.spawnedAt() + ") already waits to "
                    + doing + " " + core + ", so " + CurrentGreenlet.get()
                    + " cannot: let one greenlet do it for the others, or guard the socket with a Semaphore");
        }
    }

    /**
     * Waits until the count of commands differs from {@code seen}, or the socket is closed.
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

    /** Removes and returns the waiters; the caller holds the mutex and wakes them. */
    @Nullable
    Waiter drain() {
        return waiters.drain();
    }

    boolean isLinked() {
        return linked > 0;
    }

    /** Notifies the links if this direction is ready. Runs on the hub. */
    void notifyLinks() {
        if (linked > 0 && isReady()) {
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
    public boolean isReady() {
        return ready.getAsBoolean();
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // only the hub's thread writes it
    public void addLink(Link link) {
        core.checkHub();
        super.addLink(link.keptBy(this));
        linked++;
        notifyLinks(); // also notifies of events before the first link
    }

    @Override
    public void unlink(Runnable callback) {
        core.checkHub();
        super.unlink(callback);
    }

    @Override
    public void checkRemoval() {
        core.checkHub();
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // only the hub's thread writes it
    public void linkRemoved() {
        linked--;
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
