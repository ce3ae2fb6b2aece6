// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.exceptions.GreenletExit;
import io.jevent.internal.carrier.VirtualThreads;
import java.util.IdentityHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The realms of one hub: tells to which one code belongs. A hub without realms has no such object. */
final class Realms {

    private final Hub hub;

    /** The realms of foreign virtual threads, by their tasks. */
    private final IdentityHashMap<Runnable, Realm> foreign = new IdentityHashMap<>();

    /** The realms of callbacks that run or have parked, by their threads. */
    private final IdentityHashMap<Thread, Realm> calls = new IdentityHashMap<>();

    /** Whether {@link #chosen} is the realm, regardless of the greenlet that runs. */
    private boolean isChosen;

    private @Nullable Realm chosen;

    Realms(Hub hub) {
        this.hub = hub;
    }

    /** The realm of the code that runs on a hub. */
    static @Nullable Realm current(Hub hub) {
        Realms realms = hub.realmsIfAny();
        return realms == null || !hub.isCurrent() ? null : realms.current();
    }

    private @Nullable Realm current() {
        if (isChosen) {
            return chosen;
        }
        RawGreenlet running = hub.running();
        if (running != null) {
            return running.realm();
        }
        Thread thread = Thread.currentThread();
        if (!thread.isVirtual()) {
            return null;
        }
        Realm realm = calls.get(thread);
        Runnable task = hub.dispatcher().foreignTask();
        return realm != null || task == null ? realm : foreign.get(task);
    }

    /** Calls {@code body}, which does not block, as code of a realm; null for none. */
    <T extends @Nullable Object> T within(@Nullable Realm realm, Supplier<T> body) {
        boolean wasChosen = isChosen;
        Realm before = chosen;
        isChosen = true;
        chosen = realm;
        try {
            return body.get();
        } finally {
            isChosen = wasChosen;
            chosen = before;
        }
    }

    /** Calls a callback, which may park on its own thread, as code of a realm. */
    void call(Realm realm, Runnable work) {
        Thread thread = Thread.currentThread();
        if (!thread.isVirtual() || hub.running() != null) {
            var _ = within(realm, () -> {
                work.run();
                return true;
            });
            return;
        }
        calls.put(thread, realm);
        try {
            work.run();
        } finally {
            calls.remove(thread);
        }
    }

    /** Returns a callback that belongs to the realm of the caller. */
    Runnable adopt(Runnable work) {
        Realm realm = current();
        return realm == null || work instanceof RealmWork ? work : new RealmWork(hub, realm, work);
    }

    /** The JDK has handed in a task; the code that runs may have started a virtual thread. */
    void handedIn(Runnable task) {
        Realm realm = current();
        if (realm == null || foreign.containsKey(task) || hub.dispatcher().ownerOf(task) instanceof RawGreenlet) {
            return;
        }
        Thread thread = VirtualThreads.threadOf(task);
        if (thread != null && VirtualThreads.isFirstRun(thread)) {
            foreign.put(task, realm);
        }
    }

    /** A foreign virtual thread has ended. */
    void ended(Runnable task) {
        foreign.remove(task);
    }

    /** Whether an entry of the run queue must not run now: its realm is paused, and keeps it, or abandoned. */
    boolean holdsBack(Object entry) {
        Realm realm = realmOf(entry);
        return realm != null && realm.holdsBack(() -> hub.runQueue().add(entry));
    }

    /** As {@link #holdsBack(Object)} for a timer that is due: it stays pending, so that it can still be cancelled. */
    boolean holdsBack(Timer timer) {
        Realm realm = realmOfWork(timer.target);
        if (realm == null || !realm.holdsBack(() -> hub.timers().release(timer))) {
            return false;
        }
        if (realm.isPaused()) {
            hub.timers().hold(timer);
        }
        return true;
    }

    private static @Nullable Realm realmOfWork(@Nullable Object work) {
        Object innermost = work instanceof Repetition repetition ? repetition.work() : work;
        return innermost instanceof RealmWork owned ? owned.realm : null;
    }

    private @Nullable Realm realmOf(Object entry) {
        if (entry instanceof RawGreenlet greenlet) {
            return greenlet.realm();
        }
        if (entry instanceof Callback callback) {
            return realmOfWork(callback.peek());
        }
        if (!(entry instanceof Runnable task)) {
            return null;
        }
        Object owner = hub.dispatcher().ownerOf(task);
        return owner instanceof RawGreenlet greenlet ? greenlet.realm() : foreign.get(task);
    }

    void abandon(Realm realm) {
        RawGreenlet running = hub.running();
        Runnable foreignTask = running == null ? hub.dispatcher().foreignTask() : null;
        for (RawGreenlet greenlet : hub.greenlets()) {
            if (greenlet.realm() == realm && greenlet != running) {
                end(greenlet, realm);
            }
        }
        foreign.forEach((task, of) -> {
            if (of == realm) {
                hub.dispatcher().forgetForeign(task);
            }
        });
        boolean foreignCaller = foreignTask != null && foreign.get(foreignTask) == realm;
        foreign.values().removeIf(of -> of == realm);
        calls.values().removeIf(of -> of == realm);
        hub.runQueue().removeIf(entry -> isOf(entry, realm));
        hub.timers().removeIf(target -> isOf(target, realm));
        if (running != null && running.realm() == realm) {
            later(() -> end(running, realm));
            HubEnd.parkForGood(running);
        } else if (foreignTask != null && foreignCaller) {
            later(() -> hub.dispatcher().forgetForeign(foreignTask));
            while (true) {
                LockSupport.park(realm);
            }
        }
    }

    private void later(DirectCallback work) {
        var _ = within(null, () -> hub.runCallback(work));
    }

    private void end(RawGreenlet greenlet, Realm realm) {
        Thread thread = greenlet.thread;
        hub.end.abandon(greenlet, new GreenletExit(realm + " was stopped while " + greenlet.name() + " ran in it"));
        if (thread != null) {
            VirtualThreads.discard(thread);
        }
    }

    private boolean isOf(@Nullable Object entry, Realm realm) {
        Object work = entry instanceof Callback callback
                ? callback.peek()
                : entry instanceof Repetition repetition ? repetition.work() : entry;
        if (work instanceof RealmWork owned) {
            return owned.realm == realm;
        }
        if (work instanceof RawGreenlet greenlet) {
            return greenlet.isDead();
        }
        return entry instanceof Runnable task && foreign.get(task) == realm;
    }
}
