// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.exceptions.HubClosedException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/*
 * The states of a link, guarded by the mutex of its list:
 *   listed    it stands in the wait list, among the waiters
 *   notified  it was taken out, and its call is queued on its hub in turn with the waiters that were taken out with it
 *   over      its callback has begun, or it was removed before
 */
/**
 * A callback that was registered with a {@link Linkable}.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @gevent a link, {@code gevent._abstract_linkable}
 * @since 0.1
 */
public final class Link extends Waiter implements Runnable {

    private final Hub hub;

    /**
     * The object that the program registered, by which {@link WaitList#unlink} finds the link; null for one of jevent's
     * own.
     */
    final @Nullable Object key;

    private final Runnable callback;

    /** Asked when the link is notified whether to start a greenlet for the callback; null to call it in the hub. */
    private final @Nullable BooleanSupplier spawns;

    /** An older link with the same key; guarded by the list's mutex. */
    @Nullable
    Link older;

    private boolean over;

    /** The realm of the code that made the link, to which its call belongs. */
    private final @Nullable Realm realm;

    /** The hub that is not stuck while the link stands in a list that is woken from outside. */
    private @Nullable Hub expecting;

    /** The linkable that has to know when the link is removed. */
    private @Nullable LinkKeeper keeper;

    private Link(Hub hub, @Nullable Object key, Runnable callback, @Nullable BooleanSupplier spawns) {
        this.hub = hub;
        this.key = key;
        this.callback = callback;
        this.spawns = spawns;
        this.realm = Realms.current(hub);
    }

    /**
     * Makes a link whose callback is called by the caller's hub, in turn with the waiters.
     *
     * @param callback the callback; it must not block, and what it throws goes to the hub's error handling
     * @return the link; add it with {@link Linkable#addLink}
     * @throws io.jevent.exceptions.InvalidThreadUseException if the caller has no hub and cannot have one
     */
    public static Link calling(Runnable callback) {
        return new Link(Hub.current(), callback, callback, null);
    }

    /**
     * Makes a link as {@link #calling} does that only {@link #unlink} removes. Its callback is a
     * {@link DirectCallback}.
     *
     * @param hub the hub that calls the callback
     * @param callback the callback; it must not block, take locks of the JDK or run foreign code
     * @return the link; add it with {@link Linkable#addLink}
     */
    public static Link on(Hub hub, Runnable callback) {
        return new Link(hub, null, callback, null);
    }

    /**
     * Makes a link whose callback runs in a greenlet of its own on the caller's hub. The greenlet starts in turn with
     * the waiters: it has run up to its first wait before those that were registered after the link go on.
     *
     * @param key the object by which {@link WaitList#unlink} finds the link
     * @param callback the callback, which may block
     * @param condition asked when the link is notified whether to call the callback; must not block
     * @return the link; add it with {@link Linkable#addLink}
     * @throws io.jevent.exceptions.InvalidThreadUseException if the caller has no hub and cannot have one
     */
    public static Link spawning(Object key, Runnable callback, BooleanSupplier condition) {
        return new Link(Hub.current(), key, callback, condition);
    }

    /**
     * Removes the link, so that its callback is not called; works until the call begins, also while the others are
     * being notified. Takes constant time, however many wait.
     *
     * @return whether this call removed it
     * @switches never
     */
    public boolean unlink() {
        return finish(false);
    }

    /**
     * Removes the link as {@link #unlink} does, unless it was notified, so that what the notification hands over is not
     * lost.
     *
     * @return whether this call removed it
     * @switches never
     */
    public boolean withdraw() {
        return finish(true);
    }

    /**
     * Has a linkable told when the link is removed before it was notified; call it before the link is added.
     *
     * @param linkable the linkable that counts its links
     * @return this link
     * @audience SPI
     */
    public Link keptBy(LinkKeeper linkable) {
        keeper = linkable;
        return this;
    }

    /** Called in the hub, or as the body of a greenlet. */
    @Override
    public void run() {
        if (end(false)) {
            callback.run();
        }
    }

    /** Whether its callback is one of jevent's own, which the hub calls on its own thread. */
    boolean isDirect() {
        return key == null;
    }

    /** Removes the link, and tells the keeper if it had not been notified. */
    private boolean finish(boolean onlyListed) {
        LinkKeeper informed = keeper;
        if (informed == null) {
            return end(onlyListed);
        }
        informed.checkRemoval();
        boolean wasListed = WaitList.holds(this);
        boolean ended = end(onlyListed);
        if (ended && wasListed) {
            informed.linkRemoved();
        }
        return ended;
    }

    /** Ends the link, once; false if it is over already, or was notified although it must not have been. */
    private boolean end(boolean onlyListed) {
        WaitList from = list;
        if (from == null) {
            return false;
        }
        from.mutex().lock();
        try {
            if (over || (onlyListed && !listed)) {
                return false;
            }
            over = true;
            from.forget(this);
            return true;
        } finally {
            from.mutex().unlock();
        }
    }

    /** Keeps the caller's hub from being taken for stuck while {@code waker}, outside of it, may notify the link. */
    void expect(Loop.Outside waker) {
        if (waker != Loop.Outside.NOTHING) {
            Hub waiting = Hub.current();
            waiting.expectations.begin(waker);
            expecting = waiting;
        }
    }

    /** Ends what {@link #expect} began, once. */
    void expectNoMore(Loop.Outside waker) {
        Hub waiting = expecting;
        if (waiting != null) {
            expecting = null;
            waiting.expectations.end(waker);
        }
    }

    private boolean queue() {
        if (spawns == null) {
            var _ = hub.runCallback(this);
        } else if (spawns.getAsBoolean()) {
            Start.inTurn(new RawGreenlet(hub, (Runnable) this, callback));
        } else {
            var _ = end(false);
        }
        return true;
    }

    /** Queues the call. A hub that was closed calls nothing any more; the waiters behind this link must be woken. */
    @Override
    void wake(@Nullable Object value) {
        WaitList from = list;
        try {
            if (realm == null) {
                queue();
            } else if (realm.isAbandoned()) {
                var _ = end(false);
            } else {
                var _ = realm.within(this::queue);
            }
        } catch (HubClosedException _) {
            var _ = end(false);
        } finally {
            if (from != null) {
                expectNoMore(from.waker());
            }
        }
    }
}
