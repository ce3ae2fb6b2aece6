// SPDX-License-Identifier: Apache-2.0
package io.jevent.local;

import io.jevent.hub.Attachments;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Hub;
import io.jevent.hub.RawGreenlet;
import io.jevent.internal.rethrow.Rethrow;
import io.jevent.lock.Semaphore;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A variable with a value for every hub, shared by the greenlets of the hub: for what a server with several hubs has
 * once for each of them, such as a pool of connections, a cache or a counter that needs no lock.
 *
 * <pre>{@code
 * static final HubLocal<Connections> DATABASE = new HubLocal<>("database", Connections::open);
 *
 * DATABASE.get().query(...);      // opens the connections of this hub when they are first needed
 * }</pre>
 *
 * <p>The value is made when a greenlet first asks for it; greenlets that ask meanwhile wait for it. If it is
 * {@link AutoCloseable}, it is closed with the hub, after the hub's greenlets have ended; closing may block until the
 * grace period of {@link Hub#close(java.time.Duration)} ends. To have a value from the start, add a {@code HubObserver}
 * that asks for it.
 *
 * <p><b>Confinement:</b> thread-safe: each hub sees its own value only; the value itself may be hub-confined.
 *
 * @param <T> the type of the value
 * @gevent an attribute of the hub, which is a {@code threading.local}
 * @since 0.1
 */
public final class HubLocal<T> {

    private final String name;
    private final Supplier<? extends T> initial;
    private final Consumer<? super T> atClose;

    /**
     * Makes a variable whose values are closed with their hubs if they are {@link AutoCloseable}.
     *
     * @param name what errors call it
     * @param initial makes the value of a hub, in the greenlet that first asks for it; may block
     */
    public HubLocal(String name, Supplier<? extends T> initial) {
        this(name, initial, HubLocal::closeIfCloseable);
    }

    /**
     * Makes a variable whose values are given to {@code atClose} when their hubs close.
     *
     * @param name what errors call it
     * @param initial makes the value of a hub, in the greenlet that first asks for it; may block
     * @param atClose is called with the value when the hub closes, after its greenlets have ended; may block
     */
    public HubLocal(String name, Supplier<? extends T> initial, Consumer<? super T> atClose) {
        this.name = Objects.requireNonNull(name, "name");
        this.initial = Objects.requireNonNull(initial, "initial");
        this.atClose = Objects.requireNonNull(atClose, "atClose");
    }

    /**
     * Returns the value of the current hub, making it if there is none. An exception of the supplier is thrown here;
     * the next call tries again.
     *
     * @return the value
     * @throws IllegalStateException if the supplier asks for the value that it is to make
     * @throws io.jevent.exceptions.HubClosedException if the hub is closed
     * @switches when it has to wait, for the supplier or for another greenlet in it
     */
    public T get() {
        Cell<T> cell = cell();
        T value = cell.value;
        return value != null ? value : make(cell);
    }

    private T make(Cell<T> cell) {
        RawGreenlet caller = CurrentGreenlet.get();
        if (caller != null && caller == cell.maker) {
            throw new IllegalStateException(this + " is asked for by its own supplier");
        }
        try (var _ = cell.making.hold()) {
            T existing = cell.value;
            if (existing != null) {
                return existing;
            }
            cell.maker = caller;
            try {
                T made = Objects.requireNonNull(initial.get(), () -> "the supplier of " + this + " returned null");
                var _ = Attachments.of(Hub.current()).beforeClose(() -> {
                    cell.value = null;
                    atClose.accept(made);
                });
                cell.value = made;
                return made;
            } finally {
                cell.maker = null;
            }
        }
    }

    /**
     * Whether the current hub has a value already.
     *
     * @return true if {@link #get} needs to make none
     * @switches never
     */
    public boolean isSet() {
        return cell().value != null;
    }

    @SuppressWarnings("unchecked") // only this puts something under this
    private Cell<T> cell() {
        return (Cell<T>) Attachments.of(Hub.current()).get(this, Cell::new);
    }

    /** The value of one hub. */
    private static final class Cell<T> {
        private final Semaphore making = new Semaphore();
        private @Nullable T value;

        /** The greenlet in the supplier. */
        private @Nullable RawGreenlet maker;
    }

    private static void closeIfCloseable(Object value) {
        if (value instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw Rethrow.asIs(e);
            }
        }
    }

    @Override
    public String toString() {
        return "HubLocal '" + name + "'";
    }
}
