// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/*
 * States:
 *   RUNNING    nothing is held back.
 *   PAUSED     entries of the run queue that belong to the realm, and its callbacks, lie in held until it is resumed.
 *              Its timers that are due stay pending: they can be cancelled, and one that repeats is called once.
 *   ABANDONED  for ever: nothing of it runs.
 * Invariant: a greenlet, a foreign virtual thread, a callback and a link belong to the realm of the code that made them.
 */
/**
 * A part of the program on a hub that can be paused, and stopped without clean-up, as a process can. Work that its
 * greenlets spawn, start or register belongs to it too. For simulations of several machines on one hub.
 *
 * <p><b>Confinement:</b> hub-confined.
 *
 * @audience SPI
 * @since 0.1
 */
public final class Realm {

    private enum Phase {
        RUNNING,
        PAUSED,
        ABANDONED
    }

    private final Hub hub;
    private final Object owner;
    private final List<Runnable> held = new ArrayList<>();
    private Phase phase = Phase.RUNNING;

    /**
     * Makes a realm of the current hub, in which nothing runs yet.
     *
     * @param owner the object that stands for the realm, for example the simulated machine
     */
    public Realm(Object owner) {
        this.hub = Hub.current();
        this.owner = Objects.requireNonNull(owner, "owner");
        var _ = hub.realms(); // what is made from here on is asked for its realm
    }

    /**
     * Returns the realm of the code that calls.
     *
     * @return the realm, or null if the code belongs to none
     * @switches never
     */
    public static @Nullable Realm current() {
        Hub hub = Hub.ifCurrent();
        return hub == null ? null : Realms.current(hub);
    }

    /**
     * Returns the realm of a greenlet.
     *
     * @param greenlet a greenlet of the current hub
     * @return the realm, or null if the greenlet belongs to none, or has ended
     * @switches never
     */
    public static @Nullable Realm of(RawGreenlet greenlet) {
        return greenlet.realm();
    }

    /**
     * Calls {@code body} as if it belonged to no realm: the callbacks that it schedules outlive the realm of the
     * caller.
     *
     * @param <T> the type of its value
     * @param body what to call; must not block
     * @return its value
     * @switches never
     */
    public static <T extends @Nullable Object> T outside(Supplier<T> body) {
        Hub hub = Hub.current();
        Realms realms = hub.realmsIfAny();
        return realms == null ? body.get() : realms.within(null, body);
    }

    /** {@return the object that stands for the realm} */
    public Object owner() {
        return owner;
    }

    /**
     * Calls {@code body} as code of this realm: a greenlet that it spawns belongs to the realm.
     *
     * @param <T> the type of its value
     * @param body what to call; must not block
     * @return its value
     * @throws IllegalStateException if the realm was abandoned
     * @switches never
     */
    public <T extends @Nullable Object> T within(Supplier<T> body) {
        if (isAbandoned()) {
            throw new IllegalStateException(this + " was abandoned, and nothing runs in it any more");
        }
        return hub.realms().within(this, body);
    }

    /**
     * Calls {@code work} as code of this realm: now, or when the realm is resumed; not at all if it was abandoned.
     *
     * @param work what to call; it must not block, take a lock of the JDK or log
     * @switches never
     */
    public void call(DirectCallback work) {
        if (!holdsBack(() -> call(work))) {
            hub.realms().call(this, work);
        }
    }

    /** {@return the greenlets of this realm that were started and have not ended, oldest first} */
    public List<RawGreenlet> greenlets() {
        return hub.greenlets().stream().filter(g -> g.realm() == this).toList();
    }

    /**
     * Holds back everything of this realm, except a greenlet that runs now. Time goes on: a timer that is due meanwhile
     * takes effect when the realm is resumed, unless it was cancelled. Does nothing if the realm was abandoned.
     *
     * @switches never
     */
    public void pause() {
        hub.checkCurrent();
        if (phase == Phase.RUNNING) {
            phase = Phase.PAUSED;
        }
    }

    /**
     * Ends {@link #pause}. The work that was held back runs in the order in which it was due.
     *
     * @switches never
     */
    public void resume() {
        hub.checkCurrent();
        if (phase == Phase.PAUSED) {
            phase = Phase.RUNNING;
            var due = List.copyOf(held);
            held.clear();
            due.forEach(Runnable::run);
        }
    }

    /**
     * Stops everything of this realm at once and for ever, as the end of a process does: no {@code finally} block, no
     * callback and no link of it runs. Waits in the realm end without effect, its timers are forgotten, and joins of
     * its greenlets end with a {@link io.jevent.exceptions.GreenletExit}. A lock of the JDK that a greenlet of the
     * realm holds stays locked. If a greenlet of the realm calls this, the call does not return.
     *
     * @switches always if the caller belongs to the realm, otherwise never
     */
    public void abandon() {
        hub.checkCurrent();
        if (phase == Phase.ABANDONED) {
            return;
        }
        phase = Phase.ABANDONED;
        held.clear();
        hub.realms().abandon(this);
    }

    /** {@return whether it was abandoned} */
    public boolean isAbandoned() {
        return phase == Phase.ABANDONED;
    }

    /** {@return whether it is paused} */
    public boolean isPaused() {
        return phase == Phase.PAUSED;
    }

    /** Takes over work that must not run now; false if it may. */
    boolean holdsBack(Runnable work) {
        if (phase == Phase.PAUSED) {
            held.add(work);
        }
        return phase != Phase.RUNNING;
    }

    @Override
    public String toString() {
        return owner.toString();
    }
}
