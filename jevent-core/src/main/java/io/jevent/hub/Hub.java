// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.HubClosedException;
import io.jevent.exceptions.InvalidThreadUseException;
import io.jevent.internal.carrier.VirtualThreads;
import io.jevent.internal.settings.Setting;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
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
 * @since 0.1
 */
public final class Hub implements AutoCloseable {

    static {
        HubInternals.provide();
    }

    private final Thread carrier = Thread.currentThread();
    private final String name;

    /** The smallest one that no open hub had. */
    final int number;

    private final String label;
    private final RunQueue ready = new RunQueue();
    private final TimerHeap timers = new TimerHeap(this::now);
    private final Messages messages = new Messages(this);
    final Population population = new Population(this);
    final GreenletNumbers numbers = new GreenletNumbers();
    private final Dispatcher dispatcher = new Dispatcher(this, carrier, ready);
    final Expectations expectations = new Expectations(this);
    final HubErrors errors = new HubErrors(this);
    final Attachments attachments = new Attachments(this);
    private final MainGreenlet main;
    private final EventCycle cycle;

    private volatile Loop loop;
    private @Nullable Tracer tracer;
    private @Nullable Timer firing;
    private @Nullable RawGreenlet root;
    private @Nullable Realms realms;
    final HubJoin joining = new HubJoin(this);
    final HubEnd end = new HubEnd(this);

    /** Whether the program opened it by {@link #open}, and so closes it. */
    private final boolean opened;

    Hub(Loop loop, boolean opened, int number) {
        this.number = number;
        this.opened = opened;
        this.name = "hub-" + number;
        this.label = name + " (" + carrier.getName() + ")";
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
     * @throws UnsupportedOperationException if this JVM lacks what jevent needs; the message tells the remedy
     * @gevent {@code gevent.get_hub()}
     */
    public static Hub current() {
        Hub hub = ifCurrent();
        return hub != null ? hub : HubTable.open(Loops.chosen(), false);
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
     * @return the hub; {@code Jevent.run} leaves it open, its opener closes it
     * @throws IllegalStateException if the thread has a hub already
     * @throws InvalidThreadUseException on a virtual thread
     */
    public static Hub open(Loop loop) {
        return HubTable.open(loop, true);
    }

    /** {@return a new hub of this thread: {@link #open(Loop)} with the loop that {@link #current} would choose} */
    public static Hub open() {
        return HubTable.open(Loops.chosen(), true);
    }

    /** {@return a snapshot of the hubs that are open now} */
    public static List<Hub> all() {
        return HubTable.all();
    }

    /**
     * Waits until nothing is left on this hub that could run or be woken: no timer, no input or output, no work
     * elsewhere, and no other thread of the program that could wake one of its greenlets.
     *
     * @throws IllegalStateException if not called by the main or root greenlet
     * @switches always
     * @gevent {@code hub.join()}, {@code gevent.wait()}
     */
    public void join() {
        var _ = joining.await(Long.MAX_VALUE);
    }

    /**
     * Waits as {@link #join()}, at most for {@code timeout}. While only other threads could wake a greenlet, the time
     * passes by the real clock.
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
     * Has {@code work} called once by the hub in its turn, on a virtual thread of the hub (but see
     * {@link DirectCallback}). It must not wait in jevent; if it waits in foreign code, for a lock say, the hub goes on
     * and later callbacks overtake it. Any thread may call this; what a thread sends is called in the order in which it
     * was sent, and is either called or refused, also if the hub is closed at that moment.
     *
     * @param work what to call
     * @return a handle to stop it
     * @throws HubClosedException if the hub is closed
     * @gevent {@code loop.run_callback}, {@code loop.run_callback_threadsafe}
     */
    public Callback runCallback(Runnable work) {
        var callback = new Callback(adopted(work));
        if (!accept(callback)) {
            throw new HubClosedException(this + " is closed and runs nothing any more");
        }
        return callback;
    }

    /** As {@link #runCallback}; returns false if the hub is closed. */
    boolean callIfOpen(Runnable work) {
        return accept(new Callback(adopted(work)));
    }

    private Runnable adopted(Runnable work) {
        Realms known = realms;
        return known == null || !isCurrent() ? work : known.adopt(work);
    }

    private boolean accept(Callback callback) {
        if (!isCurrent()) {
            return !end.isClosed() && messages.send(callback);
        }
        if (end.isSealed()) {
            return false;
        }
        ready.add(callback);
        return true;
    }

    /**
     * Has {@code work} called by the hub after a time, as {@link #runCallback} does.
     *
     * @param delay how long to wait; not negative
     * @param work what to call
     * @return the timer: to cancel it, or to have it repeat
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
        Object owned = realms != null && target instanceof Runnable work ? realms.adopt(work) : target;
        return timers.start(loop.now(), nanos, late, owned);
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
    public void setErrorHandler(@Nullable HubErrorHandler handler) {
        errors.handler(handler);
    }

    /**
     * Sets the stream to which failures and warnings of this hub are printed. By default they go to the logger of their
     * area if the program configures logging, otherwise to {@code System.err}.
     *
     * @param stream the stream, or null to print and log nothing
     * @gevent {@code hub.exception_stream}
     */
    public void setErrorStream(@Nullable PrintStream stream) {
        errors.stream(stream);
    }

    /**
     * Whether the caller runs on this hub's thread.
     *
     * @return true for its greenlets, its callbacks and its platform thread
     */
    public boolean isCurrent() {
        Thread thread = VirtualThreads.currentCarrier();
        return thread == carrier || (thread instanceof StandIn standIn && standIn.hub() == this);
    }

    void checkCurrent() {
        if (!isCurrent()) {
            throw new InvalidThreadUseException(this + " belongs to thread " + carrier.getName() + " but was used from "
                    + Thread.currentThread() + "; send it a message: hub.runCallback(...)");
        }
        if (end.isSealed()) {
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

    /** {@return the loop that the hub waits with} */
    public Loop loop() {
        return loop;
    }

    /**
     * Replaces the loop: the input and output of the old one must have ended. The clock must not change its origin.
     *
     * @param newLoop the new one; the old one is closed
     */
    public void setLoop(Loop newLoop) {
        checkCurrent();
        Loop old = loop;
        loop = newLoop;
        old.close();
    }

    /** {@return the hub's name: {@code hub-} and the smallest number that no other open hub had} */
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

    /** {@return the greenlet that runs, or null while the hub itself runs; from another thread a guess} */
    public @Nullable RawGreenlet running() {
        return dispatcher.current();
    }

    /**
     * Returns the code that occupies the hub's thread. Any thread may call this, and gets a guess: the hub runs on.
     *
     * @return the occupant, or null if the hub sleeps
     * @audience SPI
     */
    public @Nullable Occupant occupant() {
        return Occupant.of(this);
    }

    /** {@return the greenlets that were started and have not ended, oldest first; on the hub's thread only} */
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
        return label;
    }

    /**
     * Has {@code tracer} told what the greenlets do, in the place of all others; {@code CombinedTracer.add} adds one.
     *
     * @param tracer the tracer, or null for none
     */
    public void setTracer(@Nullable Tracer tracer) {
        checkCurrent();
        this.tracer = tracer;
    }

    /** {@return the tracer that is told what the greenlets do, or null} */
    public @Nullable Tracer tracer() {
        return tracer;
    }

    /**
     * Replaces the choice of who runs next.
     *
     * @param order the choice, or null for first in first out
     */
    public void setOrder(@Nullable ReadyOrder order) {
        checkCurrent();
        ready.choice(order == null ? null : new ReadyChoice(order, ready, dispatcher));
    }

    /**
     * Throws {@code cause} into the program that runs on this hub: its root greenlet, or else its main greenlet. Any
     * thread may call this.
     *
     * @param cause what is thrown
     * @audience SPI
     */
    public void interruptProgram(Throwable cause) {
        if (isCurrent()) {
            principal().interrupt(cause);
        } else {
            runCallback(() -> principal().interrupt(cause));
        }
    }

    /**
     * Whether the program that {@code Jevent.run} ran has ended, so that the main greenlet is about to close the hub.
     */
    boolean isProgramOver() {
        RawGreenlet r = root;
        return r != null && r.state == State.DEAD && !opened;
    }

    /** The greenlet that gets the failures of the whole program: the root greenlet, or else the main greenlet. */
    RawGreenlet principal() {
        RawGreenlet r = root;
        return r != null && r.state != State.DEAD ? r : main;
    }

    /** {@return whether the hub accepts nothing more, for any thread: {@link #close} is past its grace period} */
    public boolean isClosed() {
        return end.isClosed();
    }

    /** {@return whether {@link #close} has begun, for any thread: it has killed the greenlets, which may clean up} */
    public boolean isClosing() {
        return end.hasBegun();
    }

    /** {@return whether the program opened this hub by {@link #open}} */
    public boolean isOpened() {
        return opened;
    }

    /**
     * Ends the hub, giving its greenlets up to 10 seconds (of its clock) to end in an orderly way; see
     * {@link #close(Duration)}. The setting {@code jevent.closeGrace} names another time, for example {@code 30s}.
     *
     * @switches always, unless the hub is closed
     */
    @Override
    public void close() {
        close(Setting.CLOSE_GRACE.duration());
    }

    /**
     * Kills all greenlets, lets them run their {@code finally} blocks, and frees the hub; the thread may open another.
     * Does nothing if the hub was closed before.
     *
     * <p>While greenlets clean up, the hub runs on: they may wait for time, for input and output, and for other
     * threads. A shield defers the kill as always. Greenlets spawned meanwhile run, and are killed when those that were
     * there have ended. This goes on until all have ended, until {@code grace} is over, or until no thread of the
     * program could wake those that are left.
     *
     * <p>Greenlets that are left then are named on the error stream and ended by force: each of their waits, shielded
     * or not, throws a {@link GreenletExit}, so their {@code finally} blocks run. A greenlet that still does not end,
     * because it is parked in foreign code or catches everything, is abandoned with a {@link GreenletExit} as its
     * outcome. In each case the wait lists no longer hold it, so a permit, an item or a lock goes to the next waiter.
     *
     * <p>The hub does what other threads asked of it before it was closed (calls, starts of greenlets, kills); it
     * refuses later requests with {@link HubClosedException}.
     *
     * <p>An interrupt of the closing thread does not shorten the clean-up: the thread is interrupted again at the end.
     * A kill or a timeout of the main greenlet is likewise thrown by this method when the hub is closed.
     *
     * @param grace the longest clean-up, on the hub's clock; while only other threads could wake a greenlet, by the
     *     real clock
     * @throws IllegalStateException if not called by the hub's own thread, outside of its greenlets
     * @switches always, unless the hub is closed
     * @gevent {@code hub.destroy()}
     */
    public void close(Duration grace) {
        long nanos = Durations.nanos(grace, "grace");
        if (end.hasBegun()) {
            return;
        }
        if (!isCurrent() || dispatcher.current() != main) {
            throw new IllegalStateException(
                    this + " can be closed only by its own thread " + carrier.getName() + ", outside of its greenlets");
        }
        end.close(nanos);
    }

    /** Makes {@code greenlet} the one that is told when the hub is stuck; null for the main greenlet. */
    void setRoot(@Nullable RawGreenlet greenlet) {
        checkCurrent();
        root = greenlet;
    }

    /** The thread that runs the hub now: the carrier, or a stand-in; read by another thread it may be a little old. */
    Thread driver() {
        return dispatcher.driver();
    }

    /** The realms of this hub, or null if there are none. */
    @Nullable
    Realms realmsIfAny() {
        return realms;
    }

    /** The realms of this hub, which is asked for them from now on. */
    Realms realms() {
        checkCurrent();
        Realms known = realms;
        if (known == null) {
            known = new Realms(this);
            realms = known;
        }
        return known;
    }

    TimerHeap timers() {
        return timers;
    }

    RunQueue runQueue() {
        return ready;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    EventCycle cycle() {
        return cycle;
    }

    Messages messages() {
        return messages;
    }

    MainGreenlet main() {
        return main;
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
}
