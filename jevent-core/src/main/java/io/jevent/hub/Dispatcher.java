// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.internal.carrier.VirtualThreads;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/*
 * How greenlets get on and off the hub's thread.
 *
 * A greenlet is a virtual thread whose scheduler is this object. It leaves the thread in one of two ways:
 *   1. At the switch point, by Thread.yield(). The JDK hands its task back at once (expectYield); the task is not queued:
 *      it lies ready in the greenlet, and running it again resumes the greenlet. So waking a greenlet costs no unpark,
 *      a stale permit or an interrupt of the JDK cannot wake it, and a yield that returns without a switch shows that the
 *      greenlet is pinned.
 *   2. In code that is not jevent's: LockSupport.park, a monitor, a socket. After its task has run, the greenlet is found
 *      RUNNING though it is off the thread: it is PARKED, and its task is the key under which it is found when the JDK
 *      hands that task back.
 * A task of neither kind belongs to a call of the hub to foreign code (ForeignCalls), or to a foreign virtual thread: one
 * that was started on this hub without being a greenlet (the JDK lets a virtual thread inherit the scheduler of the one
 * that starts it).
 * Taking the stack of a greenlet makes the JDK hand in its task once more. The dispatcher ignores that task while the
 * hub's own thread inspects a greenlet at the switch point (inspected). If another thread took the stack, the task is
 * queued: the greenlet wakes, sees that it is not RUNNING, and yields again. A task of a foreign virtual thread is told
 * from such a task without a search: either the thread was seen before, or it has never run.
 */
/** Runs what is ready on the hub's thread: the scheduler of its virtual threads. */
final class Dispatcher implements Executor {

    private final Hub hub;
    private final Thread carrier;
    private final StandIns standIns;
    private final RunQueue ready;
    private final ForeignCalls calls;
    private final MonitorWaiters monitors;
    private final IdentityHashMap<Runnable, RawGreenlet> away = new IdentityHashMap<>();
    private final IdentityHashMap<Runnable, Thread> foreignThreads = new IdentityHashMap<>();

    /** The greenlet that runs; the main greenlet while nobody drives the hub; null while the hub itself runs. */
    private @Nullable RawGreenlet current;

    /**
     * The thread that dispatches now. Written by the thread that has the hub, which hands it over by {@link StandIns}.
     */
    private Thread driver;

    /** How often a thread of the program may offer its turn in succession before it yields. */
    private static final int SLICE = 1000;

    /** Greater than 0 while the running thread may not be preempted. */
    private int atomic;

    /** The thread that has offered its turn last, how often it did, and whether it stays first in the queue. */
    private @Nullable Object offering;

    private int offers;
    private boolean staysFirst;

    private boolean starting;
    private @Nullable Runnable started;
    private boolean yieldExpected;

    /** The task of the greenlet whose stack is being taken, if that greenlet is at the switch point. */
    private @Nullable Runnable inspected;

    /** The foreign virtual thread that is mounted. Written by the hub, read by the monitor. */
    private @Nullable Thread foreign;

    private @Nullable Runnable foreignTask;

    /** How often something was put on the thread. Written by the hub, read by the monitor. */
    private long switches;

    Dispatcher(Hub hub, Thread carrier, RunQueue ready) {
        this.hub = hub;
        this.carrier = carrier;
        this.ready = ready;
        this.calls = new ForeignCalls(hub, this);
        this.monitors = new MonitorWaiters(hub);
        this.driver = carrier;
        this.standIns = new StandIns(hub, carrier);
    }

    /** The calls of the hub to foreign code. */
    ForeignCalls calls() {
        return calls;
    }

    /** Those that wait for monitors. */
    MonitorWaiters monitors() {
        return monitors;
    }

    /** Calls a callback in its turn and handles what it throws; returns when it has ended or parked. */
    void call(Runnable work) {
        boolean direct = work instanceof DirectCallback
                || (work instanceof Link link && link.isDirect())
                || (work instanceof RealmWork owned && owned.isDirect());
        if (direct || !isBare()) {
            hub.errors.call(work);
        } else {
            calls.call(work);
        }
    }

    /** Whether the code that runs is a callback of the hub. */
    boolean inCallback() {
        return isBare() || calls.isRunning();
    }

    /** Whether the hub's own code runs: no greenlet, no other virtual thread. */
    boolean isBare() {
        return current == null && Thread.currentThread() == driver;
    }

    @Nullable
    RawGreenlet current() {
        return current;
    }

    void current(@Nullable RawGreenlet greenlet) {
        current = greenlet;
    }

    long switches() {
        return switches;
    }

    void addAtomic(int step) {
        atomic += step;
    }

    /** Lets the order choose anew who runs, if the caller is a thread of the program and others are ready. */
    void offerTurn(@Nullable Object on) {
        Object caller = current == null ? foreign : current;
        if (caller == null || atomic > 0 || caller instanceof MainGreenlet || !ready.hasChoice()) {
            return;
        }
        monitors.wakeChosen();
        if (ready.isEmpty()) {
            return;
        }
        offers = caller == offering ? offers + 1 : 0;
        boolean last = offers >= SLICE;
        offering = last ? null : caller;
        if (caller instanceof RawGreenlet greenlet) {
            greenlet.offerTurn(on, last);
        } else {
            staysFirst = !last;
            Thread.yield();
            staysFirst = false;
        }
    }

    void expectYield() {
        yieldExpected = true;
    }

    void forgetYield() {
        yieldExpected = false;
    }

    /** Whether somebody is parked in code that is not jevent's, and may be woken by what a hub cannot know. */
    boolean anyoneAway() {
        return !away.isEmpty() || !foreignThreads.isEmpty() || calls.anyParked();
    }

    /** A greenlet that is parked externally will not run any more. */
    void forget(RawGreenlet greenlet) {
        away.values().remove(greenlet);
    }

    Collection<RawGreenlet> away() {
        return away.values();
    }

    @Nullable
    Thread foreign() {
        return foreign;
    }

    /** The task of the foreign virtual thread that is mounted. */
    @Nullable
    Runnable foreignTask() {
        return foreignTask;
    }

    /** A foreign virtual thread will not run any more. */
    void forgetForeign(Runnable task) {
        foreignThreads.remove(task);
        Thread thread = VirtualThreads.threadOf(task);
        if (thread != null) {
            VirtualThreads.discard(thread);
        }
    }

    /** The virtual threads on this hub that are not greenlets. */
    List<Thread> foreignThreads() {
        return new ArrayList<>(foreignThreads.values());
    }

    /** Called by the JDK with a virtual thread's task when that thread can run. */
    @Override
    public void execute(Runnable task) {
        if (Thread.currentThread() == driver) {
            if (yieldExpected) {
                yieldExpected = false;
            } else if (starting) {
                started = task;
            } else if (task != inspected) {
                handIn(task);
            }
        } else if (hub.isCurrent()) {
            if (task != inspected) {
                handIn(task);
            }
        } else if (!hub.messages().send(task)) {
            refuse(task);
        }
    }

    private void handIn(Runnable task) {
        Realms realms = hub.realmsIfAny();
        if (realms != null) {
            realms.handedIn(task);
        }
        if (staysFirst) {
            staysFirst = false;
            ready.addFirst(task);
        } else {
            add(task, hub.waker());
        }
    }

    /**
     * A closed hub runs no virtual thread any more: one that is to start is refused, one that was left stays parked.
     */
    private void refuse(Runnable task) {
        Thread thread = VirtualThreads.threadOf(task);
        if (thread != null && VirtualThreads.isFirstRun(thread)) {
            throw new RejectedExecutionException(
                    "the virtual thread " + thread + " was made on " + hub + ", which is closed");
        }
    }

    /** Queues a task that the JDK handed in, or a callback. */
    void add(Object entry, @Nullable Object by) {
        ready.add(entry);
        if (hub.tracer() != null && entry instanceof Runnable task) {
            RawGreenlet greenlet = away.get(task);
            if (greenlet != null) {
                hub.tellWoken(greenlet, by);
            }
        }
    }

    /** Runs one entry of the run queue. */
    void dispatch(Object entry) {
        Realms realms = hub.realmsIfAny();
        if (realms != null && realms.holdsBack(entry)) {
            return;
        }
        if (entry instanceof RawGreenlet greenlet) {
            if (greenlet.state == State.READY) {
                resume(greenlet);
            } else if (greenlet.state == State.STARTING) {
                greenlet.task = start(greenlet.mount(this));
                resume(greenlet);
            }
        } else if (entry instanceof Callback callback) {
            callback.run(hub);
        } else {
            runTask((Runnable) entry);
        }
    }

    /** Starts a thread that this schedules, on the hub's thread: returns the task that runs it, which is not queued. */
    Runnable start(Thread thread) {
        starting = true;
        try {
            thread.start();
        } finally {
            starting = false;
        }
        Runnable task = Objects.requireNonNull(started);
        started = null;
        return task;
    }

    private void resume(RawGreenlet greenlet) {
        greenlet.state = State.RUNNING;
        Runnable task = greenlet.task;
        if (task == null) {
            return; // the main greenlet: the thread that drives the hub sees that it runs
        }
        current = greenlet;
        inspected = null; // the greenlet that took a stack was unmounted meanwhile
        switches++;
        Tracer tracer = hub.tracer();
        if (tracer != null) {
            tracer.switchedIn(greenlet);
        }
        task.run();
        current = null;
        if (tracer != null) {
            tracer.switchedOut(greenlet, greenlet.state == State.RUNNING ? OutsideWait.INSTANCE : greenlet.waitingOn());
        }
        if (greenlet.state == State.RUNNING) {
            greenlet.state = State.PARKED;
            away.put(task, greenlet);
            monitors.left(greenlet.thread);
        } else if (greenlet.state == State.DEAD) {
            greenlet.end();
        }
    }

    StandIns standIns() {
        return standIns;
    }

    Thread driver() {
        return driver;
    }

    /** Another thread dispatches from here on; called by the one that hands over or takes over. */
    void drivenBy(Thread thread) {
        driver = thread;
    }

    /** The greenlet that runs is pinned and waits; it stays on its thread, and this one goes on without it. */
    void leavePinned(RawGreenlet greenlet) {
        current = null;
        greenlet.state = State.PARKED;
        away.put(Objects.requireNonNull(greenlet.task), greenlet);
        Tracer tracer = hub.tracer();
        if (tracer != null) {
            tracer.switchedOut(greenlet, OutsideWait.INSTANCE);
        }
    }

    /** A pinned greenlet goes on after its wait; called by itself. */
    void resumePinned(RawGreenlet greenlet) {
        away.remove(Objects.requireNonNull(greenlet.task));
        greenlet.state = State.RUNNING;
        current = greenlet;
        inspected = null;
        switches++;
        Tracer tracer = hub.tracer();
        if (tracer != null) {
            tracer.switchedIn(greenlet);
        }
    }

    private void runTask(Runnable task) {
        if (task instanceof StandIns.BatonMessage message) {
            message.run();
            return;
        }
        RawGreenlet greenlet = away.remove(task);
        if (greenlet != null) {
            resume(greenlet);
            return;
        }
        if (calls.run(task)) {
            return;
        }
        Thread foreignThread = foreignThreads.get(task);
        if (foreignThread == null) {
            Thread thread = VirtualThreads.threadOf(task);
            // one that has run before is a greenlet whose stack another thread has taken
            foreignThread = thread != null && VirtualThreads.isFirstRun(thread) ? thread : null;
        }
        switches++;
        foreign = foreignThread;
        foreignTask = task;
        task.run();
        foreign = null;
        foreignTask = null;
        if (foreignThread != null) {
            if (foreignThread.getState() == Thread.State.TERMINATED) {
                foreignThreads.remove(task);
                Realms realms = hub.realmsIfAny();
                if (realms != null) {
                    realms.ended(task);
                }
            } else {
                foreignThreads.put(task, foreignThread);
                monitors.left(foreignThread);
            }
        }
    }

    /** The greenlet or the foreign virtual thread that {@code task} runs; null if it is a call of the hub. */
    @Nullable
    Object ownerOf(Runnable task) {
        RawGreenlet greenlet = away.get(task);
        if (greenlet != null) {
            return greenlet;
        }
        if (task instanceof StandIns.BatonMessage || calls.has(task)) {
            return null;
        }
        Thread known = foreignThreads.get(task);
        return known != null ? known : VirtualThreads.threadOf(task);
    }

    /** The stack of a greenlet of this hub, innermost first; on the hub's thread. */
    StackTraceElement[] stackOf(RawGreenlet greenlet) {
        Thread thread = greenlet instanceof MainGreenlet ? carrier : greenlet.thread;
        return stackOf(thread, greenlet.state == State.PARKED ? null : greenlet.task);
    }

    /**
     * The stack of a virtual thread; {@code queued} is its task if that is queued or lies ready, so that it is not
     * queued again.
     */
    StackTraceElement[] stackOf(@Nullable Thread thread, @Nullable Runnable queued) {
        if (thread == null) {
            return new StackTraceElement[0];
        }
        inspected = queued;
        try {
            return thread.getStackTrace();
        } finally {
            inspected = null;
        }
    }
}
