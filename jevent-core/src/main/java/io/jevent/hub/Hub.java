// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.HubClosedException;
import io.jevent.exceptions.InvalidThreadUseException;
import io.jevent.internal.carrier.VirtualThreads;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs the greenlets of one platform thread, one at a time, and sleeps when none can run.
 *
 * <p>A thread gets its hub with the first call that needs one. The hub runs while that thread waits in a blocking call
 * of jevent; hubs share nothing.
 *
 * <p><b>Confinement:</b> hub-confined, except {@link #runCallback}, {@link #retain}, {@link #release}, {@link #report}
 * and the plain questions, which any thread may call.
 *
 * @gevent {@code gevent.hub.Hub}
 */
public final class Hub implements AutoCloseable {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Thread carrier = Thread.currentThread();
    private final String name;
    private final RunQueue ready = new RunQueue();
    private final TimerHeap timers = new TimerHeap();
    private final Messages messages = new Messages(this);
    private final Population population = new Population();
    private final Idents idents = new Idents();
    private final Dispatcher dispatcher = new Dispatcher(this, carrier, ready);
    final Expectations expectations = new Expectations(this);
    private final HubErrors errors = new HubErrors(this);
    final Attachments attachments = new Attachments(this);
    private final MainGreenlet main;
    private final EventCycle cycle;

    private volatile Loop loop;
    private volatile boolean closed;
    private boolean closing;
    private @Nullable Tracer tracer;
    private @Nullable Timer firing;
    private @Nullable RawGreenlet root;
    private final HubJoin joining = new HubJoin(this);

    private Hub(Loop loop) {
        this.name = "hub-" + COUNT.getAndIncrement();
        this.loop = loop;
        this.main = new MainGreenlet(this);
        this.cycle = new EventCycle(this, dispatcher, ready, timers, messages);
        dispatcher.current(main);
    }

    /**
     * Returns the hub of the current thread, making it if there is none.
     *
     * @return the hub that runs, or would run, what is spawned here
     * @throws InvalidThreadUseException on a virtual thread that no hub schedules
     * @throws UnsupportedOperationException if this JVM lacks what jevent needs; the message says what to do
     * @gevent {@code gevent.get_hub()}
     */
    public static Hub current() {
        Hub hub = ifCurrent();
        return hub != null ? hub : open(Loops.chosen());
    }

    /**
     * Returns the hub of the current thread if it has one.
     *
     * @return the hub, or null
     * @gevent {@code get_hub_if_exists()}
     */
    public static @Nullable Hub ifCurrent() {
        VirtualThreads.check();
        return HubTable.find(VirtualThreads.currentCarrier());
    }

    /**
     * Makes the hub of the current thread, with a loop of the caller's choice.
     *
     * @param loop what the hub waits with; closed with the hub
     * @return the hub
     * @throws IllegalStateException if the thread has a hub already
     * @throws InvalidThreadUseException on a virtual thread
     */
    public static Hub open(Loop loop) {
        VirtualThreads.check();
        if (Thread.currentThread().isVirtual()) {
            throw new InvalidThreadUseException("the virtual thread " + Thread.currentThread() + " is not run by a hub:"
                    + " start greenlets from a platform thread, or with Jevent.run(...) on one");
        }
        Hub existing = ifCurrent();
        if (existing != null) {
            throw new IllegalStateException(existing + " is the hub of this thread already; close it first");
        }
        String maxBlocking = System.getProperty("jevent.maxBlocking");
        if (maxBlocking != null) {
            BlockingMonitor.startAutomatically(maxBlocking);
        }
        var hub = new Hub(loop);
        HubTable.add(hub);
        Tracer common = HubTable.commonTracer;
        if (common != null) {
            CombinedTracer.join(hub, common);
        }
        return hub;
    }

    /**
     * Returns the hubs that are open now.
     *
     * @return a snapshot
     */
    public static List<Hub> all() {
        return HubTable.all();
    }

    /**
     * Waits until nothing is left on this hub that could run or be woken.
     *
     * @throws IllegalStateException if not called by the main or root greenlet
     * @switches always
     * @gevent {@code hub.join()}, {@code gevent.wait()}
     */
    public void join() {
        var _ = joining.await(Long.MAX_VALUE);
    }

    /**
     * Waits until nothing is left on this hub that could run or be woken, at most for {@code timeout}.
     *
     * @param timeout the longest wait
     * @return whether the hub has nothing left
     * @throws IllegalStateException if not called by the main or root greenlet
     * @switches always
     * @gevent {@code hub.join(timeout)}, {@code gevent.wait(timeout=...)}
     */
    public boolean join(Duration timeout) {
        return joining.await(Durations.nanos(timeout, "timeout"));
    }

    /**
     * Has {@code work} called once by the hub in its turn. It must not block. Any thread may call this; what a thread
     * sends is called in the order in which it was sent. What another thread than the hub's asks for is either called
     * or refused, also if the hub is closed at that moment.
     *
     * @param work what to call
     * @return a handle to stop it
     * @throws HubClosedException if the hub is closed
     * @gevent {@code loop.run_callback}, {@code loop.run_callback_threadsafe}
     */
    public Callback runCallback(Runnable work) {
        boolean here = isCurrent();
        var callback = new Callback(work, !here);
        if (here && !closed) {
            ready.add(callback);
        } else if (!closed) {
            messages.send(callback);
        }
        // who sent it while the hub was closed and finds it still there, takes it back: see EventCycle.finish
        if (closed && (here || callback.withdraw())) {
            throw new HubClosedException(this + " is closed and runs nothing any more");
        }
        return callback;
    }

    /**
     * Has {@code work} called by the hub after a time. It must not block.
     *
     * @param delay how long to wait; not negative
     * @param work what to call
     * @return a handle to cancel it
     * @gevent {@code loop.timer}
     */
    public Timer schedule(Duration delay, Runnable work) {
        return startTimer(Durations.nanos(delay, "delay"), false, work);
    }

    /**
     * Has {@code work} called after a time and, of those due at the same moment, after all that {@link #schedule}
     * started.
     *
     * @param delay how long to wait; not negative
     * @param work what to call
     * @return a handle to cancel it
     */
    public Timer scheduleLate(Duration delay, Runnable work) {
        return startTimer(Durations.nanos(delay, "delay"), true, work);
    }

    Timer startTimer(long nanos, boolean late, Object target) {
        checkCurrent();
        return timers.start(loop.now(), nanos, late, target);
    }

    /** A timer that fires never: it tells when the time is over that begins now. */
    Timer mark(long nanos) {
        checkCurrent();
        return timers.start(loop.now(), nanos, true, null);
    }

    /** Ends the moment from which the timers of this turn count. */
    void settleTimers() {
        timers.settle();
    }

    /** Calls {@code work} on the hub and handles what it throws. */
    void call(Runnable work) {
        try {
            work.run();
        } catch (Throwable t) {
            handleError(work, t);
        }
    }

    /**
     * Tells the hub that work was handed out whose end will be reported to it: until {@link #release} it does not take
     * its greenlets for stuck. Any thread may call this.
     */
    public void retain() {
        expectations.begin(Loop.Outside.AT_WORK);
    }

    /** Ends what {@link #retain} began. Any thread may call this. */
    public void release() {
        expectations.end(Loop.Outside.AT_WORK);
    }

    /**
     * Throws something into a greenlet of this hub, unless the greenlet has entered more shields than {@code depth}.
     *
     * @param victim the greenlet
     * @param cause what is thrown
     * @param depth how many shields the victim was inside of when this was set up, see
     *     {@link CurrentGreenlet#shieldDepth}
     */
    public void deliver(RawGreenlet victim, Throwable cause, int depth) {
        checkCurrent();
        victim.deliver(cause, depth);
    }

    /**
     * Handles a failure that nobody caught, as gevent does: {@link GreenletExit} is not printed; what concerns the
     * whole program (no context, or a {@link VirtualMachineError} other than a stack overflow) is also thrown into the
     * main greenlet.
     *
     * @param context what failed, or null
     * @param failure what was thrown
     * @gevent {@code hub.handle_error}
     */
    public void handleError(@Nullable Object context, Throwable failure) {
        errors.handle(context, failure);
    }

    /**
     * Replaces the handling of failures that nobody caught.
     *
     * @param handler the new handler, or null for the default, which prints
     */
    public void errorHandler(@Nullable HubErrorHandler handler) {
        errors.handler(handler);
    }

    /**
     * Says where failures are printed; {@code System.err} unless told otherwise.
     *
     * @param stream the stream, or null to print nothing
     * @gevent {@code hub.exception_stream}
     */
    public void errorStream(@Nullable PrintStream stream) {
        errors.stream(stream);
    }

    /**
     * Whether the caller runs on this hub's thread.
     *
     * @return true for its greenlets, its callbacks and its platform thread
     */
    public boolean isCurrent() {
        return VirtualThreads.currentCarrier() == carrier;
    }

    void checkCurrent() {
        if (!isCurrent()) {
            throw new InvalidThreadUseException(this + " belongs to thread " + carrier.getName() + " but was used from "
                    + Thread.currentThread() + "; send it a message: hub.runCallback(...)");
        }
        if (closed) {
            throw new HubClosedException(this + " is closed");
        }
    }

    /**
     * Reads the hub's clock.
     *
     * @return nanoseconds from an arbitrary origin
     */
    public long now() {
        return loop.now();
    }

    /**
     * Returns what the hub waits with.
     *
     * @return the loop
     */
    public Loop loop() {
        return loop;
    }

    /**
     * Replaces the loop: the input and output of the old one must have ended. The clock must not change its origin.
     *
     * @param newLoop the new one; the old one is closed
     */
    public void loop(Loop newLoop) {
        checkCurrent();
        Loop old = loop;
        loop = newLoop;
        old.close();
    }

    /**
     * Returns the hub's name.
     *
     * @return {@code hub-} and a number
     */
    public String name() {
        return name;
    }

    /**
     * Returns the platform thread that the hub runs on.
     *
     * @return the carrier of its greenlets
     */
    public Thread carrier() {
        return carrier;
    }

    /**
     * How often the hub has put a greenlet on its thread.
     *
     * @return a count that only grows; read from another thread it may be a little old
     */
    public long switches() {
        return dispatcher.switches();
    }

    /**
     * Returns the greenlet that runs.
     *
     * @return the greenlet, or null while the hub itself runs; from another thread a guess
     */
    public @Nullable RawGreenlet running() {
        return dispatcher.current();
    }

    /**
     * Returns the greenlets that were started and have not ended.
     *
     * @return them, oldest first; on the hub's thread only
     */
    public List<RawGreenlet> greenlets() {
        return population.all();
    }

    /**
     * Counts the greenlets that were started and have not ended.
     *
     * @return how many there are; read from another thread it may be a little old
     */
    public int greenletCount() {
        return population.size();
    }

    /**
     * Returns a report of all greenlets: what each is doing, what it waits for, its stack, where it was spawned.
     *
     * <p>Any thread may call this. If the hub does not answer within a second because a greenlet holds it, the report
     * says so and shows that greenlet's stack.
     *
     * @return lines of text
     * @gevent {@code gevent.util.format_run_info}
     */
    public String report() {
        return HubReport.of(this);
    }

    @Override
    public String toString() {
        return name + " (" + carrier.getName() + ")";
    }

    /**
     * Has {@code tracer} told what the greenlets do, in the place of all others; {@link CombinedTracer#add} adds one.
     *
     * @param tracer the tracer, or null for none
     */
    public void tracer(@Nullable Tracer tracer) {
        checkCurrent();
        this.tracer = tracer;
    }

    /**
     * Returns who is told what the greenlets do.
     *
     * @return the tracer, or null
     */
    public @Nullable Tracer tracer() {
        return tracer;
    }

    /**
     * Replaces the choice of who runs next.
     *
     * @param order the choice, or null for first in first out
     */
    public void order(@Nullable ReadyOrder order) {
        checkCurrent();
        ready.order(order);
    }

    /**
     * Makes {@code greenlet} the one that is told when the hub is stuck, instead of the main greenlet; null for none.
     *
     * @param greenlet what {@code Jevent.run} runs
     */
    public void root(@Nullable RawGreenlet greenlet) {
        checkCurrent();
        root = greenlet;
    }

    /**
     * Throws {@code cause} into the program that runs on this hub: its root greenlet, or else its main greenlet. Any
     * thread may call this.
     *
     * @param cause what is thrown
     */
    public void interruptProgram(Throwable cause) {
        if (isCurrent()) {
            principal().interrupt(cause);
        } else {
            runCallback(() -> principal().interrupt(cause));
        }
    }

    /** Who is told when nothing can go on: the root greenlet, or else the main greenlet. */
    RawGreenlet principal() {
        RawGreenlet r = root;
        return r != null && r.state != State.DEAD ? r : main;
    }

    /**
     * Whether {@link #close} was called.
     *
     * @return true if the hub is of no more use
     */
    public boolean isClosed() {
        return closed;
    }

    /**
     * Whether {@link #close} has begun: all greenlets have been killed and may be cleaning up.
     *
     * @return true if nobody needs to be told to end any more
     */
    public boolean isClosing() {
        return closing;
    }

    /**
     * Ends the hub, giving its greenlets up to 10 seconds (of its clock) to end in an orderly way; see
     * {@link #close(Duration)}.
     */
    @Override
    public void close() {
        close(Duration.ofSeconds(10));
    }

    /**
     * Kills all greenlets, lets them run their {@code finally} blocks, and frees the hub; the thread may open another.
     * Greenlets that do not end in time are named on the error stream and abandoned. What other threads asked
     * {@link #runCallback} for before is called. Does nothing if it was closed before.
     *
     * @param grace how long they may take
     * @throws IllegalStateException if not called by the hub's own thread, outside of its greenlets
     * @gevent {@code hub.destroy()}
     */
    public void close(Duration grace) {
        if (closed) {
            return;
        }
        if (!isCurrent() || dispatcher.current() != main) {
            throw new IllegalStateException(
                    this + " can be closed only by its own thread " + carrier.getName() + ", outside of its greenlets");
        }
        closing = true;
        try {
            HubEnd.of(this, Durations.nanos(grace, "grace"));
        } finally {
            closed = true;
            cycle.finish(main);
            HubTable.remove(this);
            loop.close();
        }
    }

    RunQueue ready() {
        return ready;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    EventCycle cycle() {
        return cycle;
    }

    HubJoin joining() {
        return joining;
    }

    Population population() {
        return population;
    }

    Idents idents() {
        return idents;
    }

    Messages messages() {
        return messages;
    }

    MainGreenlet main() {
        return main;
    }

    HubErrors errors() {
        return errors;
    }

    /** A timer that fires now is the one that wakes; otherwise the greenlet that runs. */
    @Nullable
    Object waker() {
        return firing != null ? firing : dispatcher.current();
    }

    void waker(@Nullable Timer timer) {
        firing = timer;
    }

    void tellWoken(RawGreenlet greenlet, @Nullable Object by) {
        Tracer t = tracer;
        if (t != null) {
            t.woken(greenlet, by);
        }
    }

    void tellInterrupted(RawGreenlet greenlet, Throwable signal) {
        Tracer t = tracer;
        if (t != null && greenlet.state != State.DEAD) {
            t.interrupted(greenlet, signal, dispatcher.current());
        }
    }

    void spawned(RawGreenlet greenlet) {
        checkCurrent();
        greenlet.state = State.STARTING;
        population.add(greenlet);
        Tracer t = tracer;
        if (t != null) {
            t.spawned(greenlet, dispatcher.current());
        }
    }

    void ended(RawGreenlet greenlet) {
        population.remove(greenlet);
        if (closing && population.isEmpty()) {
            var _ = joining.finish();
        }
        Tracer t = tracer;
        if (t != null) {
            t.ended(greenlet);
        }
    }
}
