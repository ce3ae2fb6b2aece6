// SPDX-License-Identifier: Apache-2.0
package io.jevent.scope;

import io.jevent.Greenlet;
import io.jevent.Timeout;
import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.GreenletSignal;
import io.jevent.exceptions.InvalidThreadUseException;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Deadline;
import io.jevent.hub.DirectCallback;
import io.jevent.hub.Durations;
import io.jevent.hub.Hub;
import io.jevent.hub.Link;
import io.jevent.hub.RawGreenlet;
import io.jevent.internal.access.HubAccess;
import io.jevent.internal.rethrow.Fresh;
import io.jevent.internal.rethrow.Rethrow;
import io.jevent.local.Local;
import io.jevent.queue.SimpleQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A block whose greenlets cannot outlive it.
 *
 * <pre>{@code
 * var page = Scope.call(scope -> {
 *     var user = scope.spawn(() -> findUser(id));
 *     var orders = scope.spawn(() -> fetchOrders(id));
 *     return new Page(user.result(), orders.result());
 * });
 * }</pre>
 *
 * <ul>
 *   <li>{@link #call} returns only when every child has ended, however the body ended.
 *   <li>If a child or the body fails, the others are killed, the body at its next switch point; when their
 *       {@code finally} blocks are done, the first failure is thrown, a copy of it if a child failed, with later ones
 *       suppressed in it. Nothing is printed.
 *   <li>A kill or a timeout from outside that ends the body kills the children, waits for their clean-up, and comes out
 *       as itself. One that comes while the scope waits for that clean-up is raised after it.
 *   <li>Children begin with the scoped values of the place where they are spawned.
 *   <li>Time limits nest: the shortest of those around a greenlet ends it; {@link #remaining} tells how much is left.
 * </ul>
 *
 * <p><b>Confinement:</b> hub-confined: the body, and its children, may spawn.
 *
 * @since 0.1
 */
public final class Scope {

    /** The innermost scope that the greenlet has opened and not left. */
    private static final HubAccess<Hub, RawGreenlet> HUBS = HubAccess.to(Hub.class, RawGreenlet.class);

    private static final Local<Scope> OPENED = new Local<>("scope");

    private final RawGreenlet owner;
    private final int shields;
    /** The earliest of the time limits of this scope and of those around it; null if there is none. */
    private final @Nullable Deadline deadline;

    private final SequencedSet<Greenlet<?>> children = new LinkedHashSet<>();
    private final ScopeCancelled cancellation = new ScopeCancelled();
    private @Nullable Throwable failure;
    private boolean cancelled;

    /** The body has ended; the owner waits for the children and must not be told of their failures. */
    private boolean ending;

    private boolean closed;

    private Scope(RawGreenlet owner, @Nullable Duration limit) {
        this.owner = owner;
        this.shields = CurrentGreenlet.shieldDepth();
        Deadline around = deadlineAround(owner, shields);
        Deadline own = limit == null ? null : new Deadline(Durations.nanos(limit, "limit"));
        this.deadline = around == null || (own != null && own.left() < around.left()) ? own : around;
    }

    /**
     * Calls {@code body} with a new scope and waits for all that was spawned in it.
     *
     * @param <T> the type of the value
     * @param body what to do
     * @return its value
     * @throws Exception the first failure in the scope, as it is
     * @switches when it has to wait
     */
    public static <T extends @Nullable Object> T call(ScopeBody<T> body) throws Exception {
        return open(null).perform(body);
    }

    /**
     * As {@link #call(ScopeBody)}, all of it, clean-up not included, within a time.
     *
     * @param <T> the type of the value
     * @param limit the longest time
     * @param body what to do
     * @return its value
     * @throws Exception the first failure in the scope, as it is
     * @throws Timeout if the time passes first
     * @switches when it has to wait
     */
    @SuppressWarnings("NullAway") // only a silent timeout makes a null of its own
    public static <T extends @Nullable Object> T call(Duration limit, ScopeBody<T> body) throws Exception {
        return new Timeout(limit).call(() -> open(limit).perform(body));
    }

    /**
     * Calls all of {@code bodies} at once and waits for their values; the first failure kills the others.
     *
     * @param <T> the type of the values
     * @param bodies what to do
     * @return the values in the order of {@code bodies}
     * @throws Exception the first failure, as it is
     * @switches when it has to wait
     */
    public static <T extends @Nullable Object> List<T> all(Collection<? extends Callable<? extends T>> bodies)
            throws Exception {
        return call(scope -> {
            var spawned = new ArrayList<Greenlet<T>>();
            for (Callable<? extends T> body : bodies) {
                spawned.add(scope.spawn(body));
            }
            var values = new ArrayList<T>();
            for (Greenlet<T> greenlet : spawned) {
                values.add(greenlet.result());
            }
            return values;
        });
    }

    /**
     * Calls all of {@code bodies} at once and returns the first value; the others are killed.
     *
     * @param <T> the type of the value
     * @param bodies what to do, at least one
     * @return the value of the one that succeeded first
     * @throws CancellationException if all were killed
     * @throws Exception if none succeeds: the first failure, with the others suppressed in it
     * @switches when it has to wait
     */
    public static <T extends @Nullable Object> T race(Collection<? extends Callable<? extends T>> bodies)
            throws Exception {
        if (bodies.isEmpty()) {
            throw new IllegalArgumentException("race needs at least one body, got none");
        }
        return call(scope -> {
            var ended = new SimpleQueue<Greenlet<T>>();
            for (Callable<? extends T> body : bodies) {
                Greenlet<T> greenlet = scope.attempt(body);
                greenlet.rawlink((DirectCallback) () -> ended.put(greenlet));
            }
            Throwable first = null;
            for (int i = 0; i < bodies.size(); i++) {
                Greenlet<T> greenlet = ended.get();
                Throwable thrown = greenlet.exception();
                if (thrown != null) {
                    first = joined(first, thrown);
                } else if (greenlet.exit() == null) {
                    scope.cancel();
                    return greenlet.result();
                }
            }
            throw Rethrow.asIs(
                    first == null ? new CancellationException("all who ran in the race were killed") : first);
        });
    }

    /**
     * Calls all of {@code bodies} at once and waits until each has ended; a failure stays with its greenlet.
     *
     * @param <T> the type of the values
     * @param bodies what to do
     * @return the greenlets, all ended, in the order of {@code bodies}
     * @throws Exception never of the bodies
     * @switches when it has to wait
     */
    public static <T extends @Nullable Object> List<Greenlet<T>> settle(
            Collection<? extends Callable<? extends T>> bodies) throws Exception {
        return call(scope -> {
            var spawned = new ArrayList<Greenlet<T>>();
            for (Callable<? extends T> body : bodies) {
                spawned.add(scope.attempt(body));
            }
            return spawned;
        });
    }

    /**
     * Spawns a child; if it fails, the scope does.
     *
     * @param <T> the type of its result
     * @param body what it runs
     * @return the greenlet, started
     * @throws IllegalStateException if the scope has ended
     * @throws InvalidThreadUseException on another hub or thread
     * @switches never
     */
    public <T extends @Nullable Object> Greenlet<T> spawn(Callable<? extends T> body) {
        return start(body, body, true);
    }

    /**
     * Spawns a child without a value; if it fails, the scope does.
     *
     * @param body what it runs
     * @return the greenlet, started
     * @throws IllegalStateException if the scope has ended
     * @throws InvalidThreadUseException on another hub or thread
     * @switches never
     */
    public Greenlet<@Nullable Void> spawn(Runnable body) {
        return start(
                () -> {
                    body.run();
                    return null;
                },
                body,
                true);
    }

    /**
     * Spawns a child whose failure is its own affair: the scope goes on. It still cannot outlive the scope.
     *
     * @param <T> the type of its result
     * @param body what it runs
     * @return the greenlet, started
     * @throws IllegalStateException if the scope has ended
     * @throws InvalidThreadUseException on another hub or thread
     * @switches never
     */
    public <T extends @Nullable Object> Greenlet<T> attempt(Callable<? extends T> body) {
        return start(body, body, false);
    }

    /**
     * Kills the children that are left; the body continues and its value counts. Greenlets that are spawned from now on
     * never run. Does nothing the second time: a child that cleans up is not disturbed.
     *
     * @throws InvalidThreadUseException on another hub or thread
     * @switches never
     */
    public void cancel() {
        requireHub();
        if (cancelled) {
            return;
        }
        cancelled = true;
        for (Greenlet<?> child : List.copyOf(children)) {
            if (!HUBS.isKilledByClose(child)) { // the hub is being closed, and the child cleans up
                child.interrupt(new GreenletExit("its scope was cancelled"));
            }
        }
    }

    /**
     * Whether the children were told to end.
     *
     * @return true after {@link #cancel} or a failure
     */
    public boolean isCancelled() {
        return cancelled;
    }

    /**
     * How much time is left until the earliest of the time limits of this scope and of those around it.
     *
     * @return the time, zero if it is over; empty if there is no limit
     */
    public Optional<Duration> remaining() {
        long left = deadline == null ? Long.MAX_VALUE : deadline.left();
        return left == Long.MAX_VALUE ? Optional.empty() : Optional.of(Duration.ofNanos(left));
    }

    @Override
    public String toString() {
        return "scope of " + owner.name() + " with " + children.size() + " children";
    }

    private static Scope open(@Nullable Duration limit) {
        return new Scope(CurrentGreenlet.require("a scope"), limit);
    }

    /**
     * The deadline of the scope that a greenlet is in: one that it has opened, or the one whose child it is. It does
     * not reach into a shield.
     */
    private static @Nullable Deadline deadlineAround(RawGreenlet greenlet, int shields) {
        if (OPENED.isSet()) {
            Scope opened = OPENED.get();
            return opened.shields == shields ? opened.deadline : null;
        }
        return greenlet instanceof ScopeChild<?> child && shields == 0 ? child.scope().deadline : null;
    }

    private void requireHub() {
        if (!owner.hub().isCurrent()) {
            throw new InvalidThreadUseException("the " + this + " belongs to " + owner.hub() + " but was used from "
                    + Thread.currentThread() + "; send its hub a message: hub.runCallback(...)");
        }
    }

    private <T extends @Nullable Object> Greenlet<T> start(
            Callable<? extends T> body, Object site, boolean failsScope) {
        requireHub();
        if (closed) {
            throw new IllegalStateException("the " + this + " has ended; spawn within its body");
        }
        var child = new ScopeChild<T>(this, body, site, failsScope);
        children.add(child);
        child.addLink(Link.on(owner.hub(), () -> children.remove(child)));
        child.inheritScopedValues();
        child.start();
        if (cancelled) {
            child.interrupt(new GreenletExit("its scope was cancelled"));
        }
        return child;
    }

    /** In the hub: a child failed, or the body did. */
    void failed(Throwable thrown) {
        boolean first = failure == null;
        failure = joined(failure, thrown);
        if (first) {
            cancel();
            if (!ending) {
                HUBS.deliver(owner, cancellation, shields);
            }
        }
    }

    private <T extends @Nullable Object> T perform(ScopeBody<T> body) throws Exception {
        T value;
        try {
            value = within(body);
            awaitChildren();
        } catch (Throwable t) {
            throw Rethrow.asIs(outcomeOf(CurrentGreenlet.unwrapSignal(t)));
        }
        closed = true;
        if (failure != null) {
            var _ = CurrentGreenlet.cancelPending(cancellation);
            throw Rethrow.asIs(failure);
        }
        return value;
    }

    private <T extends @Nullable Object> T within(ScopeBody<T> body) throws Exception {
        Scope before = OPENED.isSet() ? OPENED.get() : null;
        OPENED.set(this);
        try {
            return body.call(this);
        } finally {
            if (before == null) {
                OPENED.remove();
            } else {
                OPENED.set(before);
            }
        }
    }

    /** The body was cut short by {@code thrown}: ends the children and returns the exception of the scope. */
    private Throwable outcomeOf(Throwable thrown) {
        ending = true;
        var _ = CurrentGreenlet.cancelPending(cancellation);
        if (!(thrown instanceof GreenletSignal)) {
            failed(thrown);
        }
        cancel();
        Throwable late = awaitCleanUp();
        closed = true;
        Throwable outcome = whatCounts(thrown);
        return late == null ? outcome : joined(late, outcome);
    }

    /** Returns what was thrown into the wait all the same. */
    private @Nullable Throwable awaitCleanUp() {
        Throwable late = null;
        CurrentGreenlet.enterShield();
        try {
            while (!children.isEmpty()) {
                try {
                    awaitChildren();
                } catch (GreenletSignal s) { // the hub is being closed, which no shield stops; the children end with it
                    late = joined(late, s);
                } catch (Throwable t) { // they will never end
                    return late == null ? t : joined(t, late);
                }
            }
            return late;
        } finally {
            CurrentGreenlet.exitShield();
        }
    }

    /** A signal from outside before the first failure in here; nothing that was thrown may be lost. */
    private Throwable whatCounts(Throwable thrown) {
        Throwable first = failure;
        if (first == null) {
            return thrown;
        }
        if (thrown == cancellation) { // with what scopes within had to tell when it ended them
            for (Throwable suppressed : thrown.getSuppressed()) {
                first = joined(first, suppressed);
            }
            return first;
        }
        return thrown instanceof GreenletSignal ? joined(thrown, first) : first;
    }

    /** Waits for each child itself, so that a report can tell whom the owner waits for. */
    private void awaitChildren() {
        while (!children.isEmpty()) {
            Greenlet<?> child = children.getFirst();
            child.join();
            children.remove(child);
        }
    }

    private static Throwable joined(@Nullable Throwable first, Throwable next) {
        if (first == null) {
            return next;
        }
        if (!Fresh.areSame(first, next)) {
            first.addSuppressed(next);
        } else if (first != next) { // copies of one failure
            Set<Throwable> told = Collections.newSetFromMap(new IdentityHashMap<>());
            Collections.addAll(told, first.getSuppressed());
            for (Throwable suppressed : next.getSuppressed()) {
                if (told.add(suppressed)) {
                    first.addSuppressed(suppressed);
                }
            }
        }
        return first;
    }
}
