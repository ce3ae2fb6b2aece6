// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Durations;
import io.jevent.hub.Hub;
import io.jevent.hub.Link;
import io.jevent.hub.Mutex;
import io.jevent.hub.RawGreenlet;
import io.jevent.hub.WaitList;
import io.jevent.hub.WaitTarget;
import io.jevent.hub.Waiter;
import io.jevent.internal.access.FieldHandles;
import io.jevent.internal.rethrow.Fresh;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work that runs cooperatively with the others of its hub, and its outcome.
 *
 * <p>It runs from {@link #start()} on when its turn comes, until it waits in a blocking call or ends. Make one with
 * {@link Jevent#spawn(Callable)}, or subclass it and override {@link #run()}. A failure stays in it: it is printed once
 * and thrown at those who ask for the {@link #result()}.
 *
 * <p><b>Confinement:</b> thread-safe: any thread may start, kill, join it and ask for its outcome; what it runs, runs
 * on the hub of the thread that made it.
 *
 * @param <T> the type of its result
 * @gevent {@code gevent.Greenlet}
 * @since 0.1
 */
public class Greenlet<T extends @Nullable Object> extends RawGreenlet implements Outcome<T>, WaitTarget, AutoCloseable {

    private static final VarHandle LINKS =
            FieldHandles.find(MethodHandles.lookup(), Greenlet.class, "links", WaitList.class);

    /** The outcome of a greenlet whose result is null. */
    private static final Object NO_RESULT = new Object();

    /** The result, {@link #NO_RESULT} or a {@link Failed}; null until it has ended. */
    private volatile @Nullable Object outcome;

    /*
     * Invariant: once the outcome is set, nobody enters the list. The end sets the outcome, then looks for a list; a
     * waiter makes the list, then looks for the outcome under the mutex.
     */
    /** The waiters and links; made when the first comes, and dropped at the end unless a link is still to be called. */
    private volatile @Nullable WaitList links;

    /**
     * Makes a greenlet of the current hub; it does not run before {@link #start()}.
     *
     * @param body what it runs; its value is the result
     */
    public Greenlet(Callable<? extends T> body) {
        this(Hub.current(), Objects.requireNonNull(body, "body"), body);
    }

    /**
     * For subclasses that wrap what they are given.
     *
     * @param body what it runs
     * @param site the object whose class stands for the place where the greenlet is made; mostly what was given
     */
    protected Greenlet(Callable<? extends T> body, Object site) {
        this(Hub.current(), body, site);
    }

    /** For any thread: a greenlet of {@code hub}; the class of {@code site} tells where it was made. */
    Greenlet(Hub hub, Callable<? extends T> body, Object site) {
        super(hub, body, site);
    }

    /** For subclasses that override {@link #run()}. */
    protected Greenlet() {
        super(Hub.current(), Greenlet.class, Greenlet.class);
    }

    private Greenlet(Runnable body, Runnable site) {
        super(Hub.current(), body, site);
    }

    /** A greenlet whose result is null. */
    static Greenlet<@Nullable Void> of(Runnable body) {
        var _ = Objects.requireNonNull(body, "body");
        // one that is both must run as what the caller asked for
        Runnable only = body instanceof Callable<?> ? () -> body.run() : body;
        return new Greenlet<>(only, body);
    }

    /**
     * Runs the body of the greenlet. A subclass overrides it instead of passing a body.
     *
     * @return the result
     * @throws Exception whatever goes wrong; it becomes the greenlet's failure
     * @gevent {@code _run}
     */
    @SuppressWarnings({"unchecked", "NullAway"}) // only Greenlet<Void> has a Runnable
    protected T run() throws Exception {
        Object body = takeBody();
        if (body instanceof Callable<?> work) {
            return (T) work.call();
        }
        if (body instanceof Runnable work) {
            work.run();
            return null;
        }
        throw new IllegalStateException(getClass().getName() + " has neither a body nor a run() method of its own");
    }

    @Override
    protected final @Nullable Object execute() throws Exception {
        return run();
    }

    @Override
    protected final void ended(@Nullable Object result, @Nullable Throwable failure) {
        if (failure != null) {
            Fresh.stored(failure);
            if (!(failure instanceof GreenletExit)) {
                report(failure);
            }
        }
        outcome = failure != null ? new Failed(failure) : result != null ? result : NO_RESULT;
        WaitList waiting = links;
        if (waiting != null) {
            WaitList.wakeAll(endLinks(waiting), null);
        }
    }

    private @Nullable Waiter endLinks(WaitList waiting) {
        waiting.mutex().lock();
        try {
            links = waiting.hasLinks() ? waiting : null;
            return waiting.drain();
        } finally {
            waiting.mutex().unlock();
        }
    }

    /** Invariant: the waiters are woken even if {@link #reportFailure} of a subclass throws. */
    private void report(Throwable failure) {
        try {
            reportFailure(failure);
        } catch (Throwable t) {
            hub().handleError(this, t);
        }
    }

    /**
     * Reports a failure of this greenlet; a kill is no failure. The hub calls it before it wakes the waiters. Prints
     * the failure; a subclass may pass it to other code instead.
     *
     * @param thrown what it threw
     */
    protected void reportFailure(Throwable thrown) {
        hub().handleError(this, thrown);
    }

    @Override
    public final boolean isReady() {
        return outcome != null;
    }

    @Override
    public final boolean isSuccessful() {
        return isReady() && exception() == null;
    }

    @Override
    @SuppressWarnings("unchecked") // what is no Failed is what run() returned
    public final @Nullable T value() {
        Object o = outcome;
        return o == NO_RESULT || o instanceof Failed ? null : (T) o;
    }

    @Override
    public final @Nullable Throwable exception() {
        if (outcome instanceof Failed f && !f.isKill()) {
            f.seen = true;
            return f.cause;
        }
        return null;
    }

    /**
     * Whether somebody has learned from this greenlet that it failed: by {@link #result()}, {@link #exception()},
     * {@link #isSuccessful()} or what is built on them. For tests, which should not overlook a failure.
     *
     * @return false if it failed and nobody asked, and if it did not fail
     */
    public final boolean isFailureSeen() {
        return outcome instanceof Failed f && f.seen;
    }

    @Override
    public final @Nullable GreenletExit exit() {
        return outcome instanceof Failed f && f.cause instanceof GreenletExit e ? e : null;
    }

    private static final class Failed {
        final Throwable cause;

        /** Whether somebody knows. */
        boolean seen;

        Failed(Throwable cause) {
            this.cause = cause;
        }

        boolean isKill() {
            return cause instanceof GreenletExit;
        }
    }

    @Override
    public final boolean joinNanos(long nanos) {
        if (isReady()) {
            WaitList behind = links;
            if (behind != null && nanos > 0) {
                behind.letLinksRun();
            }
            return true;
        }
        WaitList waiting = links();
        Waiter waiter;
        waiting.mutex().lock();
        try {
            if (isReady()) {
                return true;
            }
            waiter = waiting.enter(nanos);
        } finally {
            waiting.mutex().unlock();
        }
        return !WaitList.timedOut(WaitList.await(waiter, this, nanos));
    }

    private WaitList links() {
        WaitList existing = links;
        if (existing != null) {
            return existing;
        }
        var fresh = new WaitList(new Mutex());
        var witness = (WaitList) LINKS.compareAndExchange(this, null, fresh);
        return witness == null ? fresh : witness;
    }

    @Override
    public final void addLink(Link link) {
        links().link(link, this::isReady);
    }

    @Override
    public final void unlink(Runnable callback) {
        unlinkKey(callback);
    }

    /**
     * Removes a link that {@link #link}, {@link #linkValue} or {@link #linkException} made, as {@link Link#unlink}
     * does.
     *
     * @param callback what was linked, the same instance
     * @switches never
     * @gevent {@code unlink(callback)}
     */
    public final void unlink(Consumer<? super Greenlet<T>> callback) {
        unlinkKey(callback);
    }

    private void unlinkKey(Object callback) {
        WaitList waiting = links;
        if (waiting != null) {
            var _ = waiting.unlink(callback);
        }
    }

    /**
     * Has {@code callback} called with this greenlet, in a greenlet of its own on the caller's hub, when this one has
     * ended; it may block. The callback has run up to its first wait before those that were registered later go on: a
     * {@link #join()} that begins after this call returns after that.
     *
     * @param callback what to call
     * @return the link, to remove it
     * @switches never
     * @gevent {@code link(callback)}
     */
    public final Link link(Consumer<? super Greenlet<T>> callback) {
        return link(callback, () -> true);
    }

    /**
     * As {@link #link}, but only if this greenlet ends without a failure; a kill is none.
     *
     * @param callback what to call
     * @return the link, to remove it
     * @switches never
     * @gevent {@code link_value(callback)}
     */
    public final Link linkValue(Consumer<? super Greenlet<T>> callback) {
        return link(callback, () -> !(outcome instanceof Failed f) || f.isKill());
    }

    /**
     * As {@link #link}, but only if this greenlet fails.
     *
     * @param callback what to call
     * @return the link, to remove it
     * @switches never
     * @gevent {@code link_exception(callback)}
     */
    public final Link linkException(Consumer<? super Greenlet<T>> callback) {
        return link(callback, () -> !isSuccessful());
    }

    private Link link(Consumer<? super Greenlet<T>> callback, BooleanSupplier condition) {
        Link link = Link.spawning(callback, () -> callback.accept(this), condition);
        addLink(link);
        return link;
    }

    /**
     * Ends this greenlet by throwing a {@link GreenletExit} into it, and waits until it has ended, its {@code finally}
     * blocks included. Does nothing if it has ended before; if it never ran, it never will.
     *
     * @switches when it has to wait
     * @gevent {@code kill()}
     */
    public final void kill() {
        kill(new GreenletExit());
    }

    /**
     * Ends this greenlet by throwing {@code cause} into it, and waits until it has ended.
     *
     * @param cause the throwable: this instance, or a copy if it was thrown into a greenlet before or is a stored
     *     failure; one that is not a {@link GreenletExit} counts as a failure
     * @switches when it has to wait
     * @gevent {@code kill(exception)}
     */
    public final void kill(Throwable cause) {
        killNanos(cause, Long.MAX_VALUE);
    }

    /**
     * Ends this greenlet by throwing {@code cause} into it, and waits at most {@code timeout} for its end. It is not
     * told again if it goes on living. To throw without waiting, use {@link #interrupt}.
     *
     * @param cause the throwable: this instance, or a copy if it was thrown into a greenlet before or is a stored
     *     failure
     * @param timeout the longest wait; zero does not wait
     * @return whether it has ended
     * @switches when it has to wait
     * @gevent {@code kill(exception, timeout=...)}
     */
    public final boolean kill(Throwable cause, Duration timeout) {
        return killNanos(cause, Durations.nanos(timeout, "timeout"));
    }

    private boolean killNanos(Throwable cause, long nanos) {
        if (isReady()) {
            return true;
        }
        boolean begun = hasBegun();
        interrupt(cause);
        if (isCurrent()) {
            Jevent.checkpoint();
            return false;
        }
        return (!begun && isReady()) || joinNanos(nanos);
    }

    /**
     * As {@link #interrupt} with a {@link GreenletExit}.
     *
     * @param mayInterruptIfRunning if false, only a greenlet that has not run yet is ended
     * @return whether it is being ended by this
     */
    @Override
    public final boolean cancel(boolean mayInterruptIfRunning) {
        if (isReady() || (!mayInterruptIfRunning && hasBegun())) {
            return false;
        }
        interrupt(new GreenletExit("cancelled"));
        return true;
    }

    /**
     * Ends the scope of a {@code try}-with-resources: kills this greenlet and waits for its end.
     *
     * @switches when it has to wait
     * @gevent the end of {@code with Greenlet.spawn(...) as g}; there a block that ends normally joins
     */
    @Override
    public final void close() {
        kill();
    }

    @Override
    public final String wokenBy() {
        return "the end of " + name();
    }

    @Override
    public final List<RawGreenlet> holders() {
        return List.of(this);
    }
}
