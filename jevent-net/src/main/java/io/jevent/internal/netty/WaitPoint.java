// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.exceptions.ConcurrentObjectUseException;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Link;
import io.jevent.hub.Linkable;
import io.jevent.hub.RawGreenlet;
import io.jevent.hub.WaitList;
import io.jevent.hub.WaitTarget;
import io.jevent.hub.Waiter;
import org.jspecify.annotations.Nullable;

/** One direction of a socket: the greenlet that waits for it, and the links of those who watch several sockets. */
public abstract class WaitPoint implements Linkable, WaitTarget {

    private final NettyLoop loop;
    private final WaitList waiters;
    private int links;

    /**
     * Makes one that nobody waits for.
     *
     * @param loop the loop of the socket's hub
     */
    protected WaitPoint(NettyLoop loop) {
        this.loop = loop;
        this.waiters = new WaitList(loop.mutex());
    }

    /**
     * Waits until {@link #signal}.
     *
     * @param nanos the longest wait; {@link Long#MAX_VALUE} is for ever
     * @return what the signal brought, null for a plain one, or {@link WaitList#TIMED_OUT}
     */
    public final @Nullable Object await(long nanos) {
        Waiter waiter;
        loop.mutex().lock();
        try {
            waiter = waiters.enter(nanos);
        } finally {
            loop.mutex().unlock();
        }
        loop.addWaiters(1);
        try {
            return WaitList.await(waiter, this, nanos);
        } finally {
            loop.addWaiters(-1);
        }
    }

    /**
     * Wakes all who wait here.
     *
     * @param what what {@link #await} returns
     */
    public final void signal(@Nullable Object what) {
        if (waiters.isEmpty()) {
            return;
        }
        Waiter chain;
        loop.mutex().lock();
        try {
            chain = waiters.drain();
        } finally {
            loop.mutex().unlock();
        }
        loop.addWaiters(-links);
        links = 0;
        WaitList.wakeAll(chain, what);
    }

    /**
     * Whether a {@link #signal} would be heard.
     *
     * @return true while somebody waits
     */
    public final boolean isWaitedFor() {
        return !waiters.isEmpty();
    }

    /**
     * Refuses a second greenlet.
     *
     * @param socket what both want to use
     * @param doing what for: "read from", for example
     */
    public final void refuseSecond(Object socket, String doing) {
        if (!waiters.isEmpty()) {
            for (RawGreenlet other : waiters.greenlets()) {
                throw inUse(socket, doing, other);
            }
        }
    }

    static ConcurrentObjectUseException inUse(Object socket, String doing, @Nullable RawGreenlet other) {
        return new ConcurrentObjectUseException(other + (other == null ? "" : " (spawned at " + other.spawnedAt() + ")")
                + " already waits to " + doing + " " + socket + ", so " + CurrentGreenlet.get()
                + " cannot: let one greenlet do it and hand over what comes, or take turns with a Semaphore");
    }

    /**
     * Whether a read or write would return at once. Called on the hub's own thread.
     *
     * @return true if so
     */
    protected abstract boolean isReady();

    @Override
    public final boolean ready() {
        loop.check(this);
        return isReady();
    }

    @Override
    public final void rawlink(Runnable callback) {
        if (ready()) {
            var _ = loop.hub().runCallback(callback);
            return;
        }
        waiters.link(Link.calling(callback), () -> false);
        loop.addWaiters(1);
        links++;
        linked();
    }

    /** Somebody waits who does not call anything else: see to it that {@link #signal} comes. */
    protected void linked() {
        // a side that is always watched
    }

    @Override
    public final void unlink(Runnable callback) {
        loop.check(this);
        int before = waiters.size();
        var _ = waiters.unlink(callback);
        if (waiters.size() < before) { // it was not notified before
            loop.addWaiters(-1);
            links--;
        }
    }
}
