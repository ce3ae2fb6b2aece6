// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.exceptions.GreenletSignal;
import io.jevent.exceptions.PinnedException;
import io.jevent.internal.access.FieldHandles;
import io.jevent.internal.carrier.VirtualThreads;
import io.jevent.internal.report.SpawnSite;
import io.jevent.internal.rethrow.Fresh;
import io.jevent.internal.rethrow.Rethrow;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A virtual thread that its hub schedules: one of a hub runs at a time, until it waits or ends.
 *
 * <p>This is the cheap kind: it has no result, nobody can join it, and its failure goes to the hub's error handling.
 * Programs mostly use its subclass {@code io.jevent.Greenlet}. It waits in one place only, {@link #block}: there kills
 * and timeouts are delivered, switches are counted and traced, and a pinned greenlet is noticed.
 *
 * <p><b>Confinement:</b> {@link #start()}, {@link #interrupt} and the questions may be called from any thread.
 *
 * @gevent {@code greenlet.greenlet}, {@code gevent.spawn_raw}
 * @since 0.1
 */
public class RawGreenlet extends Waiter {

    private static final VarHandle STATE =
            FieldHandles.find(MethodHandles.lookup(), RawGreenlet.class, "state", State.class);

    final Hub hub;

    /** Written on the hub's thread, plainly, for that is the hot path; other threads read it by {@link #seenState}. */
    State state = State.NEW;

    /** How many shields the greenlet is inside of; a signal of a lesser depth has to wait. */
    int shields;

    /** The JDK's thread and its task, while the greenlet is alive and started. */
    @Nullable
    Thread thread;

    @Nullable
    Runnable task;

    /** The target of its wait, for reports; before it runs for the first time, the timer of its start. */
    @Nullable
    Object waitingOn;

    /** The signals that wait for the next switch point. */
    @Nullable
    PendingSignals pending;

    /** The greenlets of a hub that were started and are not dead hang together by these. */
    @Nullable
    RawGreenlet nextAlive;

    @Nullable
    RawGreenlet previousAlive;

    private @Nullable Object body;

    @Nullable
    Object name;

    private @Nullable Inheritance inheritance;
    /** The values of {@code ContextLocal}: an immutable map that spawned greenlets inherit. */
    @Nullable
    Object context;

    @Nullable
    SpawnSite spawnSite;

    private @Nullable WeakReference<RawGreenlet> spawner;
    private @Nullable WeakReference<RawGreenlet> self;

    /**
     * Makes a greenlet of the current thread's hub; it does not run before {@link #start()}.
     *
     * @param body what it runs
     */
    public RawGreenlet(Runnable body) {
        this(Hub.current(), body, body);
    }

    /**
     * For subclasses that override {@link #execute}. Any thread may make a greenlet of any hub.
     *
     * @param hub whose greenlet it is
     * @param body what they {@link #takeBody} later
     * @param site the object, mostly the body, or the class whose first greenlets tell where it was made
     */
    protected RawGreenlet(Hub hub, Object body, Object site) {
        this.hub = hub;
        this.body = body;
        RawGreenlet by = hub.isCurrent() ? hub.running() : CurrentGreenlet.get();
        inheritance = Inheritance.ofCreator(hub);
        context = by == null ? CurrentGreenlet.contextOfThread() : by.context;
        spawner = by == null ? null : by.self();
        Class<?> type = site instanceof Class<?> ? getClass() : site.getClass();
        spawnSite = SpawnSite.of(type, getClass(), by == null ? null : by.spawnSite);
    }

    /** Makes the main greenlet of a hub. */
    RawGreenlet(Hub hub) {
        this.hub = hub;
        state = State.RUNNING;
        context = CurrentGreenlet.takeContextOfThread();
    }

    private WeakReference<RawGreenlet> self() {
        if (self == null) {
            self = new WeakReference<>(this);
        }
        return self;
    }

    /** {@return the hub that runs it, always the same} */
    public final Hub hub() {
        return hub;
    }

    /**
     * Whether it was started and has not ended.
     *
     * @return true from {@link #start()} on until its end
     * @gevent {@code bool(greenlet)}, {@code started}
     */
    public final boolean isStarted() {
        State s = seenState();
        return s != State.NEW && s != State.DEAD;
    }

    /**
     * Whether it ended, or was killed before it began.
     *
     * @return true if it will never run again
     * @gevent {@code dead}
     */
    public final boolean isDead() {
        return seenState() == State.DEAD;
    }

    /** {@return whether it is the greenlet that calls} */
    public final boolean isCurrent() {
        return CurrentGreenlet.get() == this;
    }

    /**
     * Whether its body was entered.
     *
     * @return false as long as a kill would make it never run
     */
    protected final boolean hasBegun() {
        State s = seenState();
        return s != State.NEW && s != State.STARTING;
    }

    private State seenState() {
        return (State) STATE.getAcquire(this);
    }

    /**
     * Returns its name: the one it was given, or {@code Greenlet-} with the smallest number that no living greenlet of
     * its hub has.
     *
     * @return the name
     * @gevent {@code name}, {@code minimal_ident}
     */
    public final String name() {
        return hub.numbers.nameOf(this);
    }

    /** {@return what {@link #name()} would return, or null if it would be a number that is given only then} */
    public final @Nullable String knownName() {
        return hub.numbers.knownNameOf(this);
    }

    /**
     * Gives it a name, which reports, errors and the JDK's thread dumps show.
     *
     * @param name the name
     */
    public final void setName(String name) {
        hub.numbers.free(this);
        this.name = name;
        Thread t = thread;
        if (t != null) {
            t.setName(name);
        }
    }

    /**
     * Returns the greenlet that made it, if that is still known.
     *
     * @return the spawner, or null if it was collected or there was none
     * @gevent {@code spawning_greenlet}
     */
    public final @Nullable RawGreenlet spawner() {
        return spawner == null ? null : spawner.get();
    }

    /**
     * Returns where in the program it was made.
     *
     * @return a line of source, or why it is not known
     * @gevent {@code spawning_stack}
     */
    public final String spawnedAt() {
        return SpawnSite.describe(spawnSite);
    }

    /**
     * Returns what it waits for now.
     *
     * @return the thing waited for, or null if it does not wait in jevent
     */
    public final @Nullable Object waitingOn() {
        return state == State.WAITING ? waitingOn : null;
    }

    /**
     * Says in a few words what it is doing, for reports.
     *
     * @return for example {@code waiting on Event@1f (not set)}
     */
    public final String activity() {
        return state.describe(waitingOn);
    }

    /**
     * Returns its name; if it was given none, with the function or the class that it runs. Its thread has this name.
     *
     * @return for example {@code Greenlet-17 fetch(Crawler.java:31)}
     */
    @Override
    public String toString() {
        SpawnSite site = spawnSite;
        return site == null ? name() : hub.numbers.fullNameOf(this, site);
    }

    /** Schedules it: it runs when its turn comes. Does nothing if it was started or killed before. */
    public void start() {
        Start.now(this);
    }

    /**
     * Schedules it for later; as {@link #start()} otherwise.
     *
     * @param delay how long to wait before it runs; not negative
     */
    public void startLater(Duration delay) {
        Start.later(this, Durations.nanos(delay, "delay"));
    }

    final void cancelStartTimer() {
        if (waitingOn instanceof Timer timer) {
            timer.cancel();
            waitingOn = null;
        }
    }

    /**
     * Makes the scoped values that are bound here visible in this greenlet too; call it before {@link #start()}.
     * Without it a greenlet begins with none.
     */
    public final void inheritScopedValues() {
        if (state != State.NEW) {
            throw new IllegalStateException(name() + " was started already; call inheritScopedValues() before start()");
        }
        inheritance = Inheritance.withScopedValues(inheritance);
    }

    /** The realm to which it belongs; null for none, and once it has ended. */
    final @Nullable Realm realm() {
        Inheritance inherited = inheritance;
        return inherited == null ? null : inherited.realm;
    }

    /** Called by the hub when the greenlet runs for the first time: makes its thread. */
    Thread mount(Dispatcher scheduler) {
        Thread t = VirtualThreads.create(scheduler, this::run);
        t.setName(toString());
        inheritance = Inheritance.hand(inheritance, t);
        thread = t;
        return t;
    }

    /**
     * Runs in the thread. Short on purpose: {@link #end} does later all that can be done later, so that a parked
     * greenlet keeps a small frame. Only calls follow the body ({@link SwitchPoint} tells why).
     */
    private void run() {
        try {
            Inheritance inherited = inheritance;
            returned(inherited == null ? execute() : inherited.execute(this));
        } catch (Throwable t) {
            threw(t);
        }
    }

    private void returned(@Nullable Object result) {
        Throwable swallowed = PendingSignals.swallowed(pending);
        value = swallowed == null ? result : new Thrown(swallowed);
        STATE.setRelease(this, State.DEAD);
    }

    private void threw(Throwable thrown) {
        value = new Thrown(PendingSignals.outcome(pending, thrown));
        STATE.setRelease(this, State.DEAD);
    }

    /** Called by the hub after the greenlet has left its thread for good. */
    final void end() {
        Object result = value;
        value = null;
        task = null;
        thread = null;
        forget();
        hub.population.ended(this);
        if (result instanceof Thrown thrown) {
            ended(null, thrown.cause);
        } else {
            ended(result, null);
        }
    }

    /** A dead greenlet may be kept for its outcome: what it only needed to run must not be kept with it. */
    private void forget() {
        pending = null;
        body = null;
        context = null;
        inheritance = null;
        hub.numbers.free(this);
    }

    /**
     * Returns what the constructor was given and forgets it.
     *
     * @return the body, or null if it was taken or the greenlet is dead
     */
    protected final @Nullable Object takeBody() {
        Object taken = body;
        body = null;
        return taken;
    }

    /**
     * Runs the body.
     *
     * @return its result
     * @throws Throwable what it throws
     */
    protected @Nullable Object execute() throws Throwable {
        if (takeBody() instanceof Runnable work) {
            work.run();
        }
        return null;
    }

    /**
     * Called in the hub when the greenlet is dead; must not block.
     *
     * @param result what {@link #execute} returned
     * @param failure what it threw, or what was thrown into it before it ever ran; null if it returned
     */
    protected void ended(@Nullable Object result, @Nullable Throwable failure) {
        if (failure != null) {
            hub.handleError(this, failure);
        }
    }

    /**
     * Waits until somebody wakes this greenlet, the time has passed, or something is thrown into it. Called by the
     * greenlet itself, which was just appended to the list in which it can be found.
     */
    final @Nullable Object block(Object on, long nanos) {
        waitingOn = on;
        state = State.WAITING;
        if (nanos == Long.MAX_VALUE) {
            switchOut();
        } else {
            Timer timer = hub.startTimer(nanos, !(on instanceof Sleep), this);
            if (on instanceof Sleep sleep && !sleep.keepsAlive()) {
                timer.keepAlive(false);
            }
            try {
                switchOut();
            } finally {
                timer.cancel();
            }
        }
        return resumed();
    }

    /** Returns the result of the wait that has ended, or throws what was thrown into it. */
    private @Nullable Object resumed() {
        list = null;
        waitingOn = null;
        Object result = value;
        value = null;
        if (result instanceof Thrown thrown) {
            throw raise(thrown.cause);
        }
        return result;
    }

    /** Ends the wait of a greenlet that was taken out of its list with {@code cause}; on the hub's thread. */
    final void throwAtWait(Throwable cause) {
        value = new Thrown(cause);
        makeReady(hub.waker());
    }

    /** The throwable that a wait throws instead of returning. */
    private record Thrown(Throwable cause) {}

    /** Yields to the greenlets that are ready now. */
    final void yieldTurn() {
        state = State.READY;
        hub.runQueue().add(this);
        switchOut();
    }

    /** Lets the order of the hub choose anew; the caller is ready before all others, or after them. */
    final void offerTurn(@Nullable Object on, boolean last) {
        state = State.READY;
        waitingOn = on;
        if (last) {
            hub.runQueue().add(this);
        } else {
            hub.runQueue().addFirst(this);
        }
        try {
            switchOut();
            waitingOn = null;
        } catch (PinnedException e) {
            // it goes on; no other can run now
        }
    }

    /** Leaves the hub's thread until the hub resumes this greenlet. */
    void switchOut() {
        SwitchPoint.leave(this);
    }

    /** Ends the wait of a greenlet that has not left the thread; returns what it waited for. */
    final @Nullable Object resumeWait() {
        Object on = waitingOn;
        list = null;
        waitingOn = null;
        state = State.RUNNING;
        return on;
    }

    @Override
    final void wake(@Nullable Object with) {
        value = with;
        if (hub.isCurrent()) {
            makeReady(hub.waker());
        } else {
            hub.messages().send(hub.tracer() == null ? this : TracedWake.of(this));
        }
    }

    /**
     * Ends the wait of a greenlet that was taken out of its list, or starts one that {@link Start#inTurn} sent; on the
     * hub's thread.
     */
    final void makeReady(@Nullable Object by) {
        if (state == State.WAITING) {
            state = State.READY;
            hub.runQueue().add(this);
            hub.tellWoken(this, by);
        } else if (state == State.NEW && !hub.isClosed()) {
            start();
        }
    }

    /** The timer of the wait fired. */
    final void waitTimedOut() {
        if (state == State.WAITING && WaitList.claim(this)) {
            value = WaitList.TIMED_OUT;
            makeReady(hub.waker());
        }
    }

    /**
     * Throws something into this greenlet: at the place where it waits, or at its next switch point if it runs or was
     * just woken. If it never ran, it dies of it and never will. If it is parked by code that is not jevent's, it is
     * interrupted there. Does nothing if it is dead. Never waits, and may be called from any thread.
     *
     * @param cause the throwable: this instance, or a copy if it was thrown into a greenlet before or is a stored
     *     failure, so that no two greenlets share one
     * @gevent {@code kill(exception, block=False)}
     */
    public final void interrupt(Throwable cause) {
        Throwable fresh = isDead() ? cause : Fresh.toThrow(Objects.requireNonNull(cause, "cause"));
        Delivery.fromAnyThread(this, fresh);
    }

    /** On the hub's thread: {@code depth} is how many shields the greenlet was inside of when the signal was set up. */
    final void deliver(Throwable cause, int depth) {
        Delivery.to(this, cause, depth);
    }

    /** Marks it as dead if it was never started; false if it was, or if another thread has done that. */
    final boolean dieIfNew() {
        return STATE.compareAndSet(this, State.NEW, State.DEAD);
    }

    /** Settles a greenlet that ends without the rest of its body. */
    final void died(Throwable cause) {
        STATE.setRelease(this, State.DEAD);
        forget();
        cutOff();
        ended(null, cause);
    }

    /** Called if {@link #execute} does not end: it never ran, or the closed hub abandoned it. Must not block. */
    protected void cutOff() {
        // most greenlets have nothing to do
    }

    final PendingSignal defer(Throwable cause, int depth) {
        if (pending == null) {
            pending = new PendingSignals();
        }
        return pending.add(cause, depth);
    }

    /** Takes back a signal that has not been thrown yet; true if it had interrupted foreign code. */
    final boolean cancelPending(Throwable cause) {
        return pending != null && pending.cancelPending(cause);
    }

    final boolean hasPendingSignal() {
        return pending != null;
    }

    /** Throws the pending signal, unless a shield defers it. */
    final void raisePending() {
        if (!mayGoOn()) {
            HubEnd.parkForGood(this);
        }
    }

    /**
     * Throws the pending signal unless a shield defers it; never switches.
     *
     * @return false if the greenlet has to leave its thread for good, as soon as it holds no mutex
     */
    final boolean mayGoOn() {
        PendingSignals signals = pending;
        return signals == null || signals.letGoOn(this);
    }

    /**
     * Returns what comes out of a block of this greenlet that {@code thrown} ends: the signal, if that had interrupted
     * a foreign wait, with {@code thrown} suppressed in it.
     *
     * @param thrown what the block threw
     * @return {@code thrown}, or the signal that was behind it
     */
    protected final Throwable unwrapSignal(Throwable thrown) {
        return PendingSignals.unwrapSignal(pending, thrown);
    }

    /**
     * Throws {@code t} as it is, checked or not; declared to return so that callers can write {@code throw raise(t)}.
     */
    static RuntimeException raise(Throwable t) {
        if (t instanceof GreenletSignal s) {
            s.raised();
        }
        throw Rethrow.asIs(t);
    }
}
