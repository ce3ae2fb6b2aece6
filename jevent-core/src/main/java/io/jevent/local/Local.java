// SPDX-License-Identifier: Apache-2.0
package io.jevent.local;

import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A variable with a value for every greenlet, and every thread. The value of a greenlet is dropped when it ends;
 * greenlets that it spawns start without a value. For one that they inherit see {@link ContextLocal}.
 *
 * <p>A {@link ThreadLocal} works as well, since greenlets are threads; this one does not take an absent value for null.
 *
 * <p><b>Confinement:</b> thread-safe: each greenlet and thread sees its own value only.
 *
 * @param <T> the type of the value
 * @gevent an attribute of {@code gevent.local.local}
 * @since 0.1
 */
public final class Local<T> {

    private final String name;
    private final @Nullable Supplier<? extends T> initial;

    @SuppressWarnings("ThreadLocalUsage") // each Local is a variable of its own, as each ThreadLocal is
    private final ThreadLocal<@Nullable T> values = new ThreadLocal<>();

    /**
     * Makes a variable that has no value until it is set.
     *
     * @param name what errors call it
     */
    public Local(String name) {
        this.name = name;
        this.initial = null;
    }

    /**
     * Makes a variable that begins in each greenlet with a value of its own.
     *
     * @param name what errors call it
     * @param initial makes the value when a greenlet first asks for it
     */
    public Local(String name, Supplier<? extends T> initial) {
        this.name = name;
        this.initial = initial;
    }

    /**
     * Returns this greenlet's value.
     *
     * @return the value
     * @throws NoSuchElementException if it has none
     * @switches never
     * @gevent reading an attribute, which raises {@code AttributeError}
     */
    public T get() {
        T value = values.get();
        if (value != null) {
            return value;
        }
        if (initial == null) {
            throw new NoSuchElementException("local '" + name + "' has no value in "
                    + Thread.currentThread().getName()
                    + "; set it in the same greenlet, or use a ContextLocal to inherit one");
        }
        T made = initial.get();
        values.set(made);
        return made;
    }

    /**
     * Sets this greenlet's value.
     *
     * @param value the value, not null
     * @switches never
     */
    public void set(T value) {
        values.set(Objects.requireNonNull(value, "value"));
    }

    /**
     * Whether this greenlet has a value already.
     *
     * @return true if {@link #get} needs to make none
     * @switches never
     */
    public boolean isSet() {
        return values.get() != null;
    }

    /**
     * Drops this greenlet's value.
     *
     * @switches never
     */
    public void remove() {
        values.remove();
    }

    @Override
    public String toString() {
        return "Local '" + name + "'";
    }
}
