// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Durations;
import io.jevent.hub.Hub;
import io.jevent.hub.Mutex;
import io.jevent.hub.RawGreenlet;
import io.jevent.hub.WaitList;
import io.jevent.hub.WaitTarget;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
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
 */
public class Greenlet<T extends @Nullable Object> extends RawGreenlet implements Outcome<T>, WaitTarget, AutoCloseable {

    private static final VarHandle LINKS;

    /** Stands in for the links once there is an outcome. */
    private static final WaitList DONE = new WaitList(new Mutex());

    static {
        try {
            LINKS = MethodHandles.lookup().findVarHandle(Greenlet.class, "links", WaitList.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The result, or a {@link Failed}; published by {@code links = DONE}. */
    private @Nullable Object outcome;

    /** Who waits for the end; null while nobody does; {@link #DONE} from the end on. */
    private volatile @Nullable WaitList links;

    /**
     * Makes a greenlet of the current hub; it does not run before {@link #start()}.
     *
     * @param body what it runs; its value is the result
     */
    public Greenlet(Callable<? extends T> body) {
        this(Hub.current(), Objects.requireNonNull(body, "body"), body);
    }

    /** For any thread: a greenlet of {@code hub}; the class of {@code site} tells where it was made. */
    Greenlet(Hub hub, Callable<? extends T> body, Object site) {
        super(hub, body, site);
    }

    /** For subclasses that override {@link #run()}. */
    protected Greenlet() {
        super(Hub.current(), Greenlet.class, Greenlet.class);
    }

    private Greenlet(Runnable body) {
        super(Hub.current(), Objects.requireNonNull(body, "body"), body);
    }

    /** A greenlet whose result is null. */
    static Greenlet<@Nullable Void> of(Runnable body) {
        // one that is both must run as what the caller asked for
        Runnable only = body instanceof Callable<?> ? () -> body.run() : body;
        return new Greenlet<>(only);
    }

    /**
     * What the greenlet does. A subclass overrides it instead of passing a body.
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
        outcome = failure == null ? result : new Failed(failure);
        if (failure != null && !(failure instanceof GreenletExit)) {
            report(failure);
        }
        WaitList waiting = (WaitList) LINKS.getAndSet(this, DONE);
        if (waiting != null) {
            GreenletLinks.wakeAll(waiting);
        }
    }

    /** Whatever a subclass does, those who wait must be woken. */
    private void report(Throwable failure) {
        try {
            reportFailure(failure);
        } catch (Throwable t) {
            hub().handleError(this, t);
        }
    }

    /**
     * Called in the hub when it failed (a kill is no failure), before those who wait are woken. Prints the failure,
     * unless a subclass hands it to somebody who deals with it.
     *
     * @param thrown what it threw
     */
    protected void reportFailure(Throwable thrown) {
        hub().handleError(this, thrown);
    }

    @Override
    public final boolean ready() {
        return links == DONE;
    }

    @Override
    public final boolean successful() {
        return ready() && exception() == null;
    }

    @Override
    @SuppressWarnings("unchecked") // what is no Failed is what run() returned
    public final @Nullable T value() {
        return ready() && !(outcome instanceof Failed) ? (T) outcome : null;
    }

    @Override
    public final @Nullable Throwable exception() {
        if (ready() && outcome instanceof Failed f && !f.isKill()) {
            f.seen = true;
            return f.cause;
        }
        return null;
    }

    /**
     * Whether somebody has learned from this greenlet that it failed: by {@link #result()}, {@link #exception()},
     * {@link #successful()} or what is built on them. For tests, which should not overlook a failure.
     *
     * @return false if it failed and nobody asked, and if it did not fail
     */
    public final boolean isFailureSeen() {
        return outcome instanceof Failed f && f.seen;
    }

    @Override
    public final @Nullable GreenletExit exit() {
        return ready() && outcome instanceof Failed f && f.cause instanceof GreenletExit e ? e : null;
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
        if (ready()) {
            return true;
        }
        WaitList waiting = links();
        if (waiting == DONE || !GreenletLinks.lockOpen(waiting, this)) {
            return true;
        }
        return !WaitList.timedOut(waiting.await(this, nanos));
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
    public final void rawlink(Runnable callback) {
        WaitList waiting = links();
        if (waiting == DONE || !GreenletLinks.lockOpen(waiting, this)) {
            Hub.current().runCallback(callback);
        } else {
            GreenletLinks.addAndUnlock(waiting, callback);
        }
    }

    @Override
    public final void unlink(Runnable callback) {
        WaitList waiting = links;
        if (waiting != null && waiting != DONE) {
            GreenletLinks.remove(waiting, callback);
        }
    }

    /**
     * Has {@code callback} called with this greenlet in a greenlet of its own when this one has ended; it may block.
     *
     * @param callback what to call
     * @gevent {@code link(callback)}
     */
    public final void link(Consumer<? super Greenlet<T>> callback) {
        rawlink(() -> new RawGreenlet(() -> callback.accept(this)).start());
    }

    /**
     * As {@link #link}, but only if this greenlet ends without a failure; a kill is none.
     *
     * @param callback what to call
     * @gevent {@code link_value(callback)}
     */
    public final void linkValue(Consumer<? super Greenlet<T>> callback) {
        link(g -> {
            if (!(outcome instanceof Failed f) || f.isKill()) {
                callback.accept(this);
            }
        });
    }

    /**
     * As {@link #link}, but only if this greenlet fails.
     *
     * @param callback what to call
     * @gevent {@code link_exception(callback)}
     */
    public final void linkException(Consumer<? super Greenlet<T>> callback) {
        link(g -> {
            if (!g.successful()) {
                callback.accept(this);
            }
        });
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
     * @param cause what is thrown, this same instance; what is not a {@link GreenletExit} counts as a failure
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
     * @param cause what is thrown, this same instance
     * @param timeout the longest wait; zero does not wait
     * @return whether it has ended
     * @switches when it has to wait
     * @gevent {@code kill(exception, timeout=...)}
     */
    public final boolean kill(Throwable cause, Duration timeout) {
        return killNanos(cause, Durations.nanos(timeout, "timeout"));
    }

    private boolean killNanos(Throwable cause, long nanos) {
        if (ready()) {
            return true;
        }
        interrupt(cause);
        if (isCurrent()) {
            Jevent.checkpoint();
            return false;
        }
        return joinNanos(nanos);
    }

    /**
     * As {@link #interrupt} with a {@link GreenletExit}.
     *
     * @param mayInterruptIfRunning if false, only a greenlet that has not run yet is ended
     * @return whether it is being ended by this
     */
    @Override
    public final boolean cancel(boolean mayInterruptIfRunning) {
        if (ready() || (!mayInterruptIfRunning && hasBegun())) {
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
