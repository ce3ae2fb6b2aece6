// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.exceptions.ConcurrentObjectUseException;
import io.jevent.hub.AbstractLinkable;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Link;
import io.jevent.hub.LinkKeeper;
import io.jevent.hub.RawGreenlet;
import io.jevent.hub.WaitList;
import io.jevent.hub.WaitTarget;
import io.jevent.hub.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * A wait point of a socket, usually one direction: the greenlets that wait there, and the links of selects that watch
 * several sockets.
 */
public abstract class WaitPoint extends AbstractLinkable implements LinkKeeper, WaitTarget {

    private final NettyLoop loop;

    /** How many of the links have not been notified. */
    private int linkCount;

    /**
     * Creates a wait point without links.
     *
     * @param loop the loop of the socket's hub
     */
    protected WaitPoint(NettyLoop loop) {
        super(new WaitList(loop.mutex()));
        this.loop = loop;
    }

    /**
     * Blocks the current greenlet until {@link #signal}.
     *
     * @param nanos the longest wait, in nanoseconds; {@link Long#MAX_VALUE} for no limit
     * @return the value of the signal, null for a plain one, or {@link WaitList#TIMED_OUT}
     */
    public final @Nullable Object await(long nanos) {
        Waiter waiter;
        loop.mutex().lock();
        try {
            waiter = links.enter(nanos);
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
     * Wakes all waiters and notifies all links.
     *
     * @param what the value that {@link #await} returns
     */
    public final void signal(@Nullable Object what) {
        if (links.isEmpty()) {
            return;
        }
        Waiter chain;
        loop.mutex().lock();
        try {
            chain = links.drain();
        } finally {
            loop.mutex().unlock();
        }
        loop.addWaiters(-linkCount);
        linkCount = 0;
        WaitList.wakeAll(chain, what);
    }

    /**
     * Returns whether a {@link #signal} would wake a waiter or notify a link.
     *
     * @return true if there is one
     */
    public final boolean isWaitedFor() {
        return !links.isEmpty();
    }

    /**
     * Throws if a greenlet already waits here.
     *
     * @param socket the socket, for the message
     * @param doing the operation, for the message, for example "read from"
     */
    public final void refuseSecond(Object socket, String doing) {
        if (!links.isEmpty()) {
            for (RawGreenlet other : links.greenlets()) {
                throw inUse(socket, doing, other);
            }
        }
    }

    static ConcurrentObjectUseException inUse(Object socket, String doing, @Nullable RawGreenlet other) {
        return new ConcurrentObjectUseException(other + (other == null ? "" : " (spawned at " + other.spawnedAt() + ")")
                + " already waits to " + doing + " " + socket + ", so " + CurrentGreenlet.get()
                + " cannot: let one greenlet do it for the others, or guard the socket with a Semaphore");
    }

    /**
     * Returns whether the operation would not block. Called on the hub's own thread.
     *
     * @return true if it would not
     */
    protected abstract boolean wouldNotBlock();

    @Override
    public final boolean isReady() {
        loop.check(this);
        return wouldNotBlock();
    }

    @Override
    public final void addLink(Link link) {
        boolean ready = isReady();
        super.addLink(link.keptBy(this));
        if (ready) {
            WaitList.notifyLink(link);
        } else {
            loop.addWaiters(1);
            linkCount++;
            linked();
        }
    }

    /**
     * Called when a link was added. The linked code makes no further call, so this method must arrange for
     * {@link #signal}.
     */
    protected void linked() {
        // this wait point is always watched
    }

    @Override
    public final void unlink(Runnable callback) {
        checkRemoval();
        super.unlink(callback);
    }

    @Override
    public final void checkRemoval() {
        loop.check(this);
    }

    @Override
    public final void linkRemoved() {
        loop.addWaiters(-1);
        linkCount--;
    }
}
