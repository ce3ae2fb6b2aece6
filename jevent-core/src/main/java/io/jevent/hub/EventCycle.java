// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.internal.carrier.HeldMonitors;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/*
 * The order of a turn:
 *   1. messages of other threads join the run queue;
 *   2. the run queue, first in first out, what becomes ready meanwhile included;
 *   3. when it is empty, the timers of the earliest deadline that is due, and 2 again before the next deadline: so a hub
 *      that is late does what it would have done in time, in the same order;
 *   4. when nothing is due, input and output, waiting until the next deadline.
 * A late hub (a greenlet held it, or the process was stopped) does 1, 4 without waiting, and 2 before 3, until no more
 * input comes: input that came in time wins over a timeout that the hub noticed too late. No order between the two is
 * known within LATE_NANOS, the resolution of the loops' waits; a hub that is in time pays for a comparison.
 * After BUDGET entries without a poll everything gets its chance (breathe), so that a greenlet that always yields starves
 * neither timers nor input nor messages. The budget counts entries, not time: a virtual clock stays exact.
 */
/** Drives a hub: what runs next, and what it sleeps for. */
final class EventCycle {

    /** At some 100 ns a switch this polls about 20,000 times a second under full load: under 3 % of it. */
    private static final int BUDGET = 512;

    /** A hub whose earliest timer is overdue by more than this looks for input before it fires it. */
    private static final long LATE_NANOS = 1_000_000;

    /**
     * The limits of the time in which input goes first, so that a peer that never stops sending does not delay the
     * timers: as long as the hub is late, but no longer than this; and a number of looks, for a clock that stands
     * still.
     */
    private static final long LONGEST_CATCH_UP_NANOS = 100_000_000;

    private static final int MOST_LOOKS = 64;

    private final Hub hub;
    private final Dispatcher dispatcher;
    private final RunQueue ready;
    private final TimerHeap timers;

    private final Messages messages;
    private final Deque<RawGreenlet> idlers = new ArrayDeque<>();
    private final DeadEnd deadEnd;
    private final ClosedWorld world;

    /** The monitors that the main greenlet holds while it waits. */
    private final HeldMonitors monitors = new HeldMonitors();

    /** The clock as it was read last. */
    private long now;

    private int sincePoll;

    /** Grows with each turn. Written by the hub, read by the monitor. */
    private long turns;

    /** How often a late hub still looks for input before it fires timers, and until when; 0 for one that is in time. */
    private int looksLeft;

    private long catchUpEnd;

    EventCycle(Hub hub, Dispatcher dispatcher, RunQueue ready, TimerHeap timers, Messages messages) {
        this.hub = hub;
        this.dispatcher = dispatcher;
        this.ready = ready;
        this.timers = timers;
        this.messages = messages;
        this.deadEnd = new DeadEnd(hub);
        this.world = new ClosedWorld(hub);
        this.now = hub.now();
    }

    /** Runs the hub until its main greenlet, which waits, is woken. */
    void drive(RawGreenlet main) {
        monitors.moveToObjects();
        dispatcher.current(null);
        messages.watchInterrupts();
        try {
            while (main.state != State.RUNNING) {
                turn(main);
            }
        } finally {
            messages.unwatchInterrupts();
            dispatcher.current(main);
        }
    }

    /** The end: handles the messages that were accepted, and what they bring about, and refuses all later ones. */
    void finish(RawGreenlet main) {
        monitors.moveToObjects();
        dispatcher.current(null);
        try {
            do {
                takeMessages();
                Object entry;
                while ((entry = nextReady()) != null) {
                    dispatcher.dispatch(entry);
                }
            } while (!messages.seal());
        } finally {
            dispatcher.current(main);
        }
    }

    /** Has {@code greenlet} woken when the hub has nothing else to do. */
    void addIdler(RawGreenlet greenlet) {
        idlers.add(greenlet);
    }

    /** How often the hub has come to a dead end or left one; odd while it is there. */
    long deadEndPassages() {
        return deadEnd.passages();
    }

    /** How many turns there have been. */
    long turns() {
        return turns;
    }

    /** Runs entries until none is ready, {@code main} is to run, or others are due to get their chance. */
    void turn(RawGreenlet main) {
        turns++;
        takeMessages();
        do {
            Object entry;
            while ((entry = nextReady()) != null) {
                dispatcher.dispatch(entry);
                if (main.state == State.RUNNING) {
                    return;
                }
                if (++sincePoll >= BUDGET) {
                    breathe();
                    return;
                }
            }
        } while (fireDue());
        lookAtClock();
        if (!fireDue()) {
            idle();
        }
    }

    private @Nullable Object nextReady() {
        dispatcher.monitors().wakeChosen();
        return ready.poll();
    }

    private void lookAtClock() {
        now = hub.now();
        long due = timers.nextDeadline();
        if (due < now && now - due > LATE_NANOS) {
            looksLeft = MOST_LOOKS;
            catchUpEnd = now + Math.min(now - due, LONGEST_CATCH_UP_NANOS);
        } else {
            looksLeft = 0;
        }
    }

    /** Fires the timers of the earliest deadline, or lets input go first; false if no timer is due. */
    private boolean fireDue() {
        if (timers.nextDeadline() > now) {
            return false;
        }
        if (looksLeft == 0 || !inputGoesFirst(takeInput())) {
            fireNext();
        }
        return true;
    }

    /** Whether what came is to run before the timers of a late hub. */
    private boolean inputGoesFirst(boolean came) {
        if (came && looksLeft > 0 && hub.now() <= catchUpEnd) {
            looksLeft--;
            return true;
        }
        looksLeft = 0;
        return false;
    }

    /** Takes what has come from outside, without waiting; false if nothing had. */
    private boolean takeInput() {
        boolean messagesCame = !messages.isEmpty();
        takeMessages();
        return hub.loop().poll() || messagesCame;
    }

    private void takeMessages() {
        Object message;
        while ((message = messages.poll()) != null) {
            take(message);
        }
    }

    private void take(Object message) {
        if (message instanceof RawGreenlet greenlet) {
            greenlet.makeReady(null);
        } else if (message instanceof ClosedWorld.Intrusion intrusion) {
            world.report(intrusion);
            take(intrusion.message());
        } else if (message instanceof TracedWake wake) {
            wake.greenlet().makeReady(wake.by());
        } else {
            dispatcher.add(message, null);
        }
    }

    /** For a greenlet that cannot leave this thread, and whose wake-up another thread is just sending. */
    void takeMessagesUpTo(RawGreenlet awaited) {
        while (awaited.state == State.WAITING) {
            Object message = messages.poll();
            if (message == null) {
                Thread.onSpinWait();
            } else {
                take(message);
            }
        }
        ready.removeNewest();
    }

    private void breathe() {
        sincePoll = 0;
        messages.passOnInterrupt();
        boolean came = takeInput();
        if (looksLeft == 0) {
            lookAtClock();
        }
        if (inputGoesFirst(came)) {
            return;
        }
        now = hub.now();
        while (timers.nextDeadline() <= now) {
            fireNext();
        }
    }

    /** Fires the timers of the earliest deadline. */
    private void fireNext() {
        long deadline = timers.nextDeadline();
        sincePoll++;
        Realms realms = hub.realmsIfAny();
        Timer timer;
        while ((timer = timers.pollDue(deadline)) != null) {
            if (realms != null && realms.holdsBack(timer)) {
                continue;
            }
            hub.waker(timer);
            if (timer.target instanceof RawGreenlet greenlet) {
                greenlet.waitTimedOut();
            } else if (timer.target instanceof Repetition repetition) {
                timers.repeat(timer, repetition.interval(), now);
                dispatcher.call(repetition.call());
            } else if (timer.target instanceof Runnable callback) {
                dispatcher.call(callback);
            }
        }
        hub.waker(null);
    }

    private void idle() {
        if (!messages.isEmpty() || !ready.isEmpty()) {
            return;
        }
        sincePoll = 0;
        Loop.Outside outside = outside();
        if (!idlers.isEmpty()) {
            if (!hub.loop().poll()) {
                wakeIdlers();
            }
        } else if (hub.loop().isClosedWorld() && world.isBroken()) {
            return; // the program is told of it
        } else if (expectsAnything(outside)) {
            messages.sleepInLoop(timers.nextDeadline(), outside);
        } else if (messages.isEmpty() && !hub.joining.finishIfAlone()) { // a release comes after its message
            deadEnd.reached();
        }
    }

    /** Whether a thread of the program could wake a greenlet of this hub. */
    boolean couldBeWoken() {
        return deadEnd.couldBeWoken();
    }

    /** Whether anything that the hub knows of is still to come: a timer, input or output, the end of work elsewhere. */
    boolean expectsAnything() {
        return expectsAnything(outside());
    }

    private boolean expectsAnything(Loop.Outside outside) {
        return outside != Loop.Outside.NOTHING || awaitsTimer() || hub.loop().hasWork();
    }

    private boolean awaitsTimer() {
        return hasTimers() && hub.loop().reaches(timers.nextDeadline());
    }

    /** Whether timers are set that will not fire because nobody moves the clock. */
    boolean isHeldByTheClock() {
        return hasTimers() && !hub.loop().reaches(timers.nextDeadline());
    }

    /** Whether there is a timer that keeps the hub alive. */
    private boolean hasTimers() {
        return timers.size() - timers.background() > hub.joining.limits();
    }

    /**
     * How long it takes by the real clock until the next timer is due, if there are any that do not keep the hub alive;
     * {@link Long#MAX_VALUE} if there are none, or if the clock is virtual.
     */
    long untilBackgroundTimer() {
        if (timers.background() == 0 || hub.loop() instanceof VirtualTimeLoop) {
            return Long.MAX_VALUE;
        }
        return Math.max(0, timers.nextDeadline() - hub.now());
    }

    /** Lets a virtual clock, which no greenlet moves, jump to the next timer that does not keep the hub alive. */
    boolean jumpsToBackgroundTimer() {
        long deadline = timers.nextDeadline();
        if (timers.background() == 0
                || !(hub.loop() instanceof VirtualTimeLoop loop)
                || !loop.reaches(deadline)
                || deadline - hub.now() >= hub.joining.left()) {
            return false;
        }
        loop.block(deadline, Loop.Outside.NOTHING);
        return true;
    }

    private void wakeIdlers() {
        RawGreenlet idler;
        while ((idler = idlers.poll()) != null) {
            idler.makeReady(null);
        }
    }

    private Loop.Outside outside() {
        if (hub.loop().isClosedWorld()) {
            return Loop.Outside.NOTHING;
        }
        if (hub.expectations.workIsOut()) {
            return Loop.Outside.AT_WORK;
        }
        return dispatcher.anyoneAway() || hub.expectations.anythingIsPossible()
                ? Loop.Outside.POSSIBLE
                : Loop.Outside.NOTHING;
    }

    void removeIdler(RawGreenlet greenlet) {
        idlers.remove(greenlet);
    }
}
