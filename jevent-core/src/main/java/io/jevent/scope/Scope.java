// SPDX-License-Identifier: Apache-2.0
package io.jevent.scope;

import io.jevent.Greenlet;
import io.jevent.Timeout;
import io.jevent.event.Event;
import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.GreenletSignal;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Durations;
import io.jevent.hub.RawGreenlet;
import io.jevent.internal.rethrow.Rethrow;
import io.jevent.local.ContextLocal;
import io.jevent.queue.SimpleQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
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
 *       {@code finally} blocks are done, the first failure is thrown, the same instance, with later ones suppressed in
 *       it. Nothing is printed.
 *   <li>A kill or a timeout from outside that ends the body kills the children, waits for their clean-up, and comes out
 *       as itself. One that comes while the scope waits for that clean-up is raised after it.
 *   <li>Children begin with the scoped values of the place where they are spawned.
 *   <li>Time limits nest: the shortest of those around a greenlet ends it; {@link #remaining} tells how much is left.
 * </ul>
 *
 * <p><b>Confinement:</b> hub-confined: the body, and its children, may spawn.
 */
public final class Scope {

    private static final ContextLocal<Scope> CURRENT = new ContextLocal<>("scope");

    private final RawGreenlet owner;
    private final int shields;
    private final long deadline;
    private final Set<Greenlet<?>> children = new LinkedHashSet<>();
    private final Event empty = new Event();
    private final ScopeCancelled cancellation = new ScopeCancelled();
    private @Nullable Throwable failure;
    private boolean cancelled;
    private boolean closed;

    private Scope(RawGreenlet owner, @Nullable Duration limit) {
        this.owner = owner;
        this.shields = CurrentGreenlet.shieldDepth();
        long outer = CURRENT.isSet() ? CURRENT.get().deadline : Long.MAX_VALUE;
        long nanos = limit == null ? Long.MAX_VALUE : Durations.nanos(limit, "limit");
        long now = owner.hub().now();
        long own = nanos > Long.MAX_VALUE - Math.max(0, now) ? Long.MAX_VALUE : now + nanos;
        this.deadline = Math.min(outer, own);
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
                greenlet.rawlink(() -> ended.put(greenlet));
            }
            Throwable first = null;
            for (int i = 0; i < bodies.size(); i++) {
                Greenlet<T> greenlet = ended.get();
                Throwable thrown = greenlet.exception();
                if (thrown == null) {
                    scope.cancel();
                    return greenlet.result();
                }
                first = joined(first, thrown);
            }
            throw Rethrow.asIs(first == null ? new AssertionError("nobody ended") : first);
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
     * @switches never
     */
    public <T extends @Nullable Object> Greenlet<T> spawn(Callable<? extends T> body) {
        return start(new ScopeChild<>(this, body, true));
    }

    /**
     * Spawns a child without a value; if it fails, the scope does.
     *
     * @param body what it runs
     * @return the greenlet, started
     * @throws IllegalStateException if the scope has ended
     * @switches never
     */
    public Greenlet<@Nullable Void> spawn(Runnable body) {
        return spawn(() -> {
            body.run();
            return null;
        });
    }

    /**
     * Spawns a child whose failure is its own affair: the scope goes on. It still cannot outlive the scope.
     *
     * @param <T> the type of its result
     * @param body what it runs
     * @return the greenlet, started
     * @throws IllegalStateException if the scope has ended
     * @switches never
     */
    public <T extends @Nullable Object> Greenlet<T> attempt(Callable<? extends T> body) {
        return start(new ScopeChild<>(this, body, false));
    }

    /**
     * Kills the children that are left; the body goes on and its value counts. Does nothing the second time: a child
     * that cleans up is not disturbed.
     *
     * @switches never
     */
    public void cancel() {
        if (cancelled) {
            return;
        }
        cancelled = true;
        for (Greenlet<?> child : List.copyOf(children)) {
            child.interrupt(new GreenletExit("its scope was cancelled"));
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
        return deadline == Long.MAX_VALUE
                ? Optional.empty()
                : Optional.of(
                        Duration.ofNanos(Math.max(0, deadline - owner.hub().now())));
    }

    @Override
    public String toString() {
        return "scope of " + owner.name() + " with " + children.size() + " children";
    }

    private static Scope open(@Nullable Duration limit) {
        return new Scope(CurrentGreenlet.require("a scope"), limit);
    }

    private <T extends @Nullable Object> Greenlet<T> start(Greenlet<T> child) {
        if (closed) {
            throw new IllegalStateException("the " + this + " has ended; spawn within its body");
        }
        children.add(child);
        empty.clear();
        child.rawlink(() -> ended(child));
        child.inheritScopedValues();
        child.start();
        if (cancelled) {
            child.interrupt(new GreenletExit("its scope was cancelled"));
        }
        return child;
    }

    /** In the hub. */
    private void ended(Greenlet<?> child) {
        children.remove(child);
        if (children.isEmpty()) {
            empty.set();
        }
    }

    /** In the hub: a child failed, or the body did. */
    void failed(Throwable thrown) {
        boolean first = failure == null;
        failure = joined(failure, thrown);
        if (first) {
            cancel();
            if (!closed) {
                owner.hub().deliver(owner, cancellation, shields);
            }
        }
    }

    private <T extends @Nullable Object> T perform(ScopeBody<T> body) throws Exception {
        T value;
        try {
            value = CURRENT.where(this, () -> body.call(this));
            awaitChildren();
        } catch (Throwable t) {
            throw Rethrow.asIs(outcomeOf(CurrentGreenlet.surface(t)));
        }
        closed = true;
        if (failure != null) {
            var _ = CurrentGreenlet.retract(cancellation);
            throw Rethrow.asIs(failure);
        }
        return value;
    }

    /** The body was cut short by {@code thrown}: ends the children and says what comes out of the scope. */
    private Throwable outcomeOf(Throwable thrown) {
        closed = true;
        var _ = CurrentGreenlet.retract(cancellation);
        if (thrown != cancellation && !(thrown instanceof GreenletSignal)) {
            failed(thrown);
        }
        cancel();
        CurrentGreenlet.enterShield();
        try {
            awaitChildren();
        } finally {
            CurrentGreenlet.exitShield();
        }
        Throwable first = failure;
        if (thrown == cancellation || !(thrown instanceof GreenletSignal)) {
            return first == null ? thrown : first;
        }
        return first == null ? thrown : joined(thrown, first);
    }

    private void awaitChildren() {
        while (!children.isEmpty()) {
            empty.await();
        }
    }

    private static Throwable joined(@Nullable Throwable first, Throwable next) {
        if (first == null) {
            return next;
        }
        if (first != next) {
            first.addSuppressed(next);
        }
        return first;
    }
}
