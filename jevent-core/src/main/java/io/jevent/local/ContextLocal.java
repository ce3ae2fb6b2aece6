// SPDX-License-Identifier: Apache-2.0
package io.jevent.local;

import io.jevent.exceptions.InvalidThreadUseException;
import io.jevent.hub.CurrentGreenlet;
import java.util.IdentityHashMap;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A variable that greenlets inherit: one that is spawned begins with the values that its spawner has at that moment,
 * and what either sets from then on the other does not see.
 *
 * <p>Work for a thread pool sees the values of its submitter, and {@code ContextSnapshot} brings them to any other
 * code.
 *
 * <p>Spawning copies one reference, however many variables there are; setting copies the map of them. The JDK's own
 * {@link ScopedValue} is not inherited at a spawn unless asked for, see {@code RawGreenlet.inheritScopedValues()}.
 *
 * <p><b>Confinement:</b> thread-safe: each greenlet and thread has its own value; a callback of a hub reads, and may
 * use {@link #where}, but not {@link #set}.
 *
 * @param <T> the type of the value
 * @gevent {@code contextvars.ContextVar}, which gevent's greenlets do not inherit
 * @since 0.1
 */
public final class ContextLocal<T> {

    private final String name;
    private final @Nullable T fallback;

    /**
     * Makes a variable without a value.
     *
     * @param name what errors call it
     */
    public ContextLocal(String name) {
        this.name = name;
        this.fallback = null;
    }

    /**
     * Makes a variable with a value for those who have not set or inherited one.
     *
     * @param name what errors call it
     * @param fallback that value
     */
    public ContextLocal(String name, T fallback) {
        this.name = name;
        this.fallback = Objects.requireNonNull(fallback, "fallback");
    }

    /**
     * Returns the value that this greenlet set or inherited.
     *
     * @return the value
     * @throws NoSuchElementException if there is none
     * @switches never
     */
    public T get() {
        T value = find();
        if (value != null) {
            return value;
        }
        if (fallback == null) {
            throw new NoSuchElementException(
                    this + " has no value here; set it in this greenlet or in one that spawns it");
        }
        return fallback;
    }

    /**
     * Whether this greenlet set or inherited a value.
     *
     * @return false if {@link #get} would have to fall back
     * @switches never
     */
    public boolean isSet() {
        return find() != null;
    }

    /**
     * Sets the value for this greenlet and those that it spawns from now on.
     *
     * @param value the value, not null
     * @throws InvalidThreadUseException in a callback of a hub
     * @switches never
     */
    public void set(T value) {
        refuseInCallback();
        put(value);
    }

    private void put(T value) {
        var changed = copy();
        changed.put(this, Objects.requireNonNull(value, "value"));
        CurrentGreenlet.setContext(changed);
    }

    /**
     * Drops the value for this greenlet and those that it spawns from now on.
     *
     * @throws InvalidThreadUseException in a callback of a hub
     * @switches never
     */
    public void remove() {
        refuseInCallback();
        drop();
    }

    private void drop() {
        var changed = copy();
        changed.remove(this);
        CurrentGreenlet.setContext(changed);
    }

    /**
     * Calls {@code body} with another value, and puts back what was before.
     *
     * @param <R> the type of the result
     * @param value the value in {@code body} and for what it spawns
     * @param body what to call
     * @return its result
     * @throws Exception what it throws
     */
    public <R extends @Nullable Object> R where(T value, Callable<R> body) throws Exception {
        T before = find();
        put(value);
        try {
            return body.call();
        } finally {
            if (before == null) {
                drop();
            } else {
                put(before);
            }
        }
    }

    /** The callbacks of a hub share a thread, so a value that one leaves there would be seen by others. */
    private void refuseInCallback() {
        if (CurrentGreenlet.isCallback()) {
            throw new InvalidThreadUseException(
                    this + " cannot be set in a callback of the hub; use where(value, body), or spawn a greenlet");
        }
    }

    @SuppressWarnings("unchecked") // what was put under this is a T
    private @Nullable T find() {
        Object context = CurrentGreenlet.context();
        return context == null ? null : (T) ((IdentityHashMap<?, ?>) context).get(this);
    }

    @SuppressWarnings({"unchecked", "IdentityHashMapUsage"}) // nobody else puts a context into a greenlet
    private static IdentityHashMap<ContextLocal<?>, Object> copy() {
        Object context = CurrentGreenlet.context();
        return context == null
                ? new IdentityHashMap<>()
                : new IdentityHashMap<>((IdentityHashMap<ContextLocal<?>, Object>) context);
    }

    @Override
    public String toString() {
        return "ContextLocal '" + name + "'";
    }
}
