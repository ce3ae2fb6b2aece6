// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.exceptions.GreenletExit;
import io.jevent.internal.access.PinnedWaits;
import io.jevent.internal.carrier.JdkScheduler;
import io.jevent.internal.carrier.JvmThreads;
import io.jevent.internal.carrier.KernelThreads;
import io.jevent.internal.carrier.LockOwners;
import io.jevent.internal.carrier.VirtualThreads;
import io.jevent.internal.report.Stacks;
import io.jevent.internal.settings.Setting;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/*
 * The threads that can drive a hub: its own, which is its home, and stand-ins. One of them has the baton; it alone
 * touches the hub and runs greenlets.
 *   DRIVING  it has the baton.
 *   STUCK    a pinned greenlet waits on it, and another thread drives. When the wait has ended, the greenlet asks for the
 *            baton by a message (Request), and gets it when the driving thread comes to that message.
 *   FREE     it stands between two entries of the run queue and watches the pinned wait that it was shown, if any:
 *            when that has lasted long enough, it takes the baton and goes on with the next entry.
 * Invariants:
 *   1. A thread gives the baton away only between two entries of the run queue or in a pinned wait. So two greenlets of
 *      a hub never run at once.
 *   2. A pinned wait ends once: either the greenlet ends it and goes on (OVER), or a free thread takes the baton (TAKEN)
 *      and the greenlet goes on only when it was granted the baton again.
 *   3. The baton is handed over by a volatile write (Driver.watched, Driver.granted, Pin.granted, or a message), so each
 *      thread sees what the one before it did to the hub.
 *   4. Only the home runs the main greenlet. While a stand-in drives, either a greenlet is pinned on the home, or a
 *      Return is queued.
 *
 * Which waits are left: a class that is being initialized or loaded blocks every other thread that needs it, inside of
 * the JVM. A greenlet that a stand-in runs could so be blocked by the pinned one, and keep the baton from it for ever. So a
 * wait in an initializer is left only if the hub stands still for ever otherwise (canEndOnlyHere). In native code there
 * is no such danger, unless the native code itself holds a lock.
 */
/** Drives a hub on other threads while greenlets that cannot leave its threads wait in foreign code. */
final class StandIns {

    /** A pinned wait that is shorter costs no switch to another thread. */
    private static final long DELAY_NANOS =
            Durations.nanos(Setting.STAND_IN_DELAY.duration(), Setting.STAND_IN_DELAY.property());

    private static final long LONGEST_PAUSE_NANOS = 1_000_000_000;

    private static final int MOST_THREADS = 64;

    private final Hub hub;
    private final Driver home;
    private final OutsideThreads outside;

    /** The threads that are free, the home first; for the thread that has the baton. */
    private final Deque<Driver> free = new ArrayDeque<>();

    private Driver driving;
    private int threads;
    private volatile boolean closed;

    /** The pinned greenlet that keeps the home from driving. Written by the thread that has the baton. */
    private volatile @Nullable RawGreenlet onHome;

    /** The pinned greenlet that {@link #freeHome} has killed. */
    private @Nullable RawGreenlet killed;

    StandIns(Hub hub, Thread carrier) {
        this.hub = hub;
        this.home = new Driver(carrier);
        this.driving = home;
        this.outside = new OutsideThreads(hub);
    }

    /** Loads what a wait needs. */
    static void rehearse() {
        boolean _ = Stacks.isLoading(Thread.currentThread().getStackTrace());
        boolean _ = firstOf(new AbstractQueuedSynchronizer() {}) == null;
        for (Class<?> needed : List.of(
                StandIn.class,
                Driver.class,
                Pin.class,
                Pin.Stage.class,
                Request.class,
                Return.class,
                OutsideThreads.class,
                JvmThreads.class,
                JdkScheduler.class,
                KernelThreads.class)) {
            try {
                Class.forName(needed.getName(), true, needed.getClassLoader());
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Lets a pinned greenlet wait; called by itself. Returns false, having done nothing, if no thread is left. */
    boolean hold(RawGreenlet greenlet, PinnedWaits.Park park, boolean timed, long nanos) {
        Driver watcher = watcher();
        if (watcher == null) {
            return false;
        }
        var pin = new Pin(greenlet, driving, timed);
        watcher.watch(pin);
        try {
            park.park(timed, nanos);
        } finally {
            if (!pin.end()) {
                takeBack(pin, park);
            }
        }
        return true;
    }

    private @Nullable Driver watcher() {
        Driver first = free.peekFirst();
        return first != null || threads == MOST_THREADS ? first : startStandIn();
    }

    private @Nullable Driver startStandIn() {
        var standIn = new StandIn(hub, this, threads + 1);
        try {
            standIn.start();
        } catch (OutOfMemoryError e) {
            return null; // the system has no more threads: the greenlet holds the hub, as without stand-ins
        } finally {
            LockSupport.unpark(Thread.currentThread()); // the start may have consumed the permit of the wait
        }
        threads++;
        free.add(standIn.driver);
        return standIn.driver;
    }

    /** The wait has ended while another thread drives: the greenlet waits for the baton, and goes on. */
    private void takeBack(Pin pin, PinnedWaits.Park park) {
        boolean accepted = hub.messages().send(new Request(pin));
        while (!pin.granted) {
            boolean answered = accepted && !pin.greenlet.isDead();
            if (!answered) {
                boolean _ = Thread.interrupted(); // the greenlet stays here for good; an interrupt would end each park
            }
            park.park(answered, LONGEST_PAUSE_NANOS);
            VirtualThreads.yieldCarrier();
        }
        LockSupport.unpark(pin.thread); // a permit that came meanwhile was consumed here
        if (pin.below == home) {
            onHome = null;
        }
        hub.dispatcher().resumePinned(pin.greenlet);
        if (driving != home) {
            hub.runQueue().add(new Return());
        }
    }

    /** Gives the baton to {@code next}, which the caller then wakes, and makes this thread free. */
    private Driver pass(Driver next) {
        Driver me = driving;
        if (me == home) {
            free.addFirst(me);
        } else {
            free.addLast(me);
        }
        drive(next);
        return me;
    }

    private void drive(Driver next) {
        free.remove(next);
        driving = next;
        hub.dispatcher().drivenBy(next.thread);
    }

    /** Returns when the thread has the baton. */
    void stayFree(Driver me) {
        while (!me.takeGrant()) {
            if (closed && me != home) {
                throw new Ended();
            }
            Pin pin = me.watched;
            if (pin == null || !pin.isOffered()) {
                LockSupport.park(this);
            } else if (pin.age() < DELAY_NANOS) {
                LockSupport.parkNanos(this, DELAY_NANOS - pin.age());
            } else if (mayLeave(pin) && pin.take()) {
                takeOver(me, pin);
                return;
            } else {
                LockSupport.parkNanos(this, Math.min(pin.age(), LONGEST_PAUSE_NANOS));
            }
            boolean _ = Thread.interrupted(); // the hub has noticed it (CarrierInterrupts)
        }
    }

    private void takeOver(Driver me, Pin pin) {
        drive(me);
        if (pin.below == home) {
            onHome = pin.greenlet;
        }
        hub.dispatcher().leavePinned(pin.greenlet);
    }

    /** Whether the hub may go on while the wait lasts; looks at a hub that may just be going on by itself. */
    private boolean mayLeave(Pin pin) {
        try {
            StackTraceElement[] stack = pin.thread.getStackTrace();
            // below a greenlet on the home is the main greenlet, whose thread would own the class
            boolean loading = Stacks.isLoading(stack) || Stacks.isLoading(home.thread.getStackTrace());
            return !loading || isBehindAnotherGreenlet(pin.thread) || canEndOnlyHere(pin, stack);
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** Whether another greenlet of this hub owns the lock that {@code thread} waits for, or gets it first. */
    private boolean isBehindAnotherGreenlet(Thread thread) {
        Thread first = firstOf(LockSupport.getBlocker(thread));
        return first != null && first != thread && first.isVirtual() && hub.population.find(first) != null;
    }

    /** The owner of a lock, or else the first thread in its queue; null if it has neither. */
    private static @Nullable Thread firstOf(@Nullable Object lock) {
        Thread owner = LockOwners.ownerOf(lock);
        if (owner != null) {
            return owner;
        }
        List<Thread> queue = LockOwners.queueOf(lock);
        return queue.isEmpty() ? null : queue.getFirst();
    }

    /** Whether nothing but a greenlet of this hub could end a wait: not its time, not a peer, not another thread. */
    private boolean canEndOnlyHere(Pin pin, StackTraceElement[] stack) {
        return !pin.timed && !waitsForInput(stack) && !outside.couldWake(pin.age());
    }

    private static boolean waitsForInput(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (frame.getClassName().startsWith("sun.nio.ch.")) {
                return true;
            }
        }
        return false;
    }

    /**
     * The greenlet that keeps the main greenlet, which is ready, from running; any thread may ask, and gets a guess.
     */
    @Nullable
    RawGreenlet keepsMainWaiting() {
        RawGreenlet pinned = onHome;
        return pinned != null && hub.main().state == State.RUNNING ? pinned : null;
    }

    /**
     * Kills the greenlet that keeps the main greenlet from closing the hub when the program has ended: {@code close()}
     * would begin with that. Called by a stand-in between two turns.
     */
    void freeHome() {
        RawGreenlet pinned = keepsMainWaiting();
        if (pinned != null && pinned != killed && hub.isProgramOver()) {
            killed = pinned;
            pinned.deliver(new GreenletExit("the hub is being closed"), 0);
        }
    }

    /** The end of the hub: free stand-ins end; one that is stuck stays. */
    void close() {
        closed = true;
        for (Driver driver : free) {
            LockSupport.unpark(driver.thread);
        }
    }

    /** A thread that can drive the hub. */
    static final class Driver {

        final Thread thread;

        /** The pinned wait from which it may take the baton. */
        volatile @Nullable Pin watched;

        private volatile boolean granted;

        Driver(Thread thread) {
            this.thread = thread;
        }

        void watch(Pin pin) {
            watched = pin;
            LockSupport.unpark(thread);
        }

        void grant() {
            granted = true;
            LockSupport.unpark(thread);
        }

        /**
         * Takes the baton if it was granted; nothing is written otherwise, or a grant that comes just now would be
         * lost.
         */
        boolean takeGrant() {
            if (!granted) {
                return false;
            }
            granted = false;
            watched = null;
            return true;
        }
    }

    /** A message: the wait of a pinned greenlet has ended. */
    private final class Request implements BatonMessage {

        private final Pin pin;

        Request(Pin pin) {
            this.pin = pin;
        }

        @Override
        public void run() {
            if (pin.greenlet.state == State.PARKED) { // else it was abandoned
                Driver me = pass(pin.below);
                pin.granted = true;
                LockSupport.unpark(pin.thread);
                stayFree(me);
            }
        }
    }

    /** An entry of the run queue: a stand-in need not drive any longer. */
    private final class Return implements BatonMessage {

        @Override
        public void run() {
            if (free.contains(home)) {
                Driver me = pass(home);
                home.grant();
                stayFree(me);
            }
        }
    }

    /** Unwinds the stack of a stand-in whose hub is closed. */
    static final class Ended extends Error {

        private static final long serialVersionUID = 1;

        private Ended() {
            super("the hub is closed", null, false, false);
        }
    }

    /** A message that hands the baton over when the driving thread comes to it. */
    interface BatonMessage extends Runnable {}

    /** A pinned wait: offered until it ends or another thread takes the baton, whichever is first. */
    static final class Pin {

        private enum Stage {
            OFFERED,
            TAKEN,
            OVER
        }

        final RawGreenlet greenlet;
        final Thread thread = Thread.currentThread();

        /** On whose thread the greenlet is. */
        final Driver below;

        final boolean timed;
        private final long since = System.nanoTime();
        private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.OFFERED);

        /** Whether the greenlet has the baton back. */
        volatile boolean granted;

        Pin(RawGreenlet greenlet, Driver below, boolean timed) {
            this.greenlet = greenlet;
            this.below = below;
            this.timed = timed;
        }

        long age() {
            return System.nanoTime() - since;
        }

        boolean isOffered() {
            return stage.get() == Stage.OFFERED;
        }

        boolean take() {
            return stage.compareAndSet(Stage.OFFERED, Stage.TAKEN);
        }

        /** Ends it; false if the baton was taken. */
        boolean end() {
            return stage.compareAndSet(Stage.OFFERED, Stage.OVER);
        }
    }
}
