// SPDX-License-Identifier: Apache-2.0
package io.jevent.select;

import io.jevent.hub.Durations;
import io.jevent.hub.Linkable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * Waits until something can be read or written. Only the greenlet that calls waits; the others go on.
 *
 * <p>Ready things are returned at once, but after the other greenlets had a turn. If the wait is cut short by a kill or
 * a timeout, nothing is read or written and nothing is left linked. A thing that is closed while a greenlet waits for
 * it counts as ready: the read or write that follows reports that it is closed.
 *
 * <p><b>Confinement:</b> thread-safe: greenlets of any hub and platform threads may call this.
 *
 * @gevent {@code gevent.select.select}
 * @since 0.1
 */
public final class Select {

    private Select() {}

    /**
     * Waits until at least one of {@code readers} can be read or one of {@code writers} be written; with none at all,
     * for ever.
     *
     * @param <R> the type of the readers
     * @param <W> the type of the writers
     * @param readers what to read from
     * @param writers what to write to
     * @return all that are ready
     * @throws IllegalArgumentException if one of them is closed already
     * @throws UnsupportedOperationException if a reader cannot be read from or a writer not be written to
     * @switches always
     * @gevent {@code select(rlist, wlist, xlist)}; there is no third list here, gevent ignores its
     */
    public static <R extends Selectable, W extends Selectable> Selected<R, W> select(
            Collection<? extends R> readers, Collection<? extends W> writers) {
        return select(readers, writers, Long.MAX_VALUE);
    }

    /**
     * As {@link #select(Collection, Collection)}, waiting at most for {@code timeout}.
     *
     * @param <R> the type of the readers
     * @param <W> the type of the writers
     * @param readers what to read from
     * @param writers what to write to
     * @param timeout the longest wait; zero gives the others a turn and looks once
     * @return all that are ready; empty if the time passed first
     * @throws IllegalArgumentException if {@code timeout} is negative, or one of them is closed already
     * @throws UnsupportedOperationException if a reader cannot be read from or a writer not be written to
     * @switches always
     * @gevent {@code select(rlist, wlist, xlist, timeout)}
     */
    public static <R extends Selectable, W extends Selectable> Selected<R, W> select(
            Collection<? extends R> readers, Collection<? extends W> writers, Duration timeout) {
        return select(readers, writers, Durations.nanos(timeout, "timeout"));
    }

    private static <R extends Selectable, W extends Selectable> Selected<R, W> select(
            Collection<? extends R> readers, Collection<? extends W> writers, long nanos) {
        List<R> in = List.copyOf(readers);
        List<W> out = List.copyOf(writers);
        List<Linkable> views = new ArrayList<>(in.size() + out.size());
        in.forEach(r -> views.add(view(r, Selectable::readable)));
        out.forEach(w -> views.add(view(w, Selectable::writable)));
        var _ = Wait.untilReady(views, nanos);
        return new Selected<>(
                in.stream().filter(r -> r.readable().isReady()).toList(),
                out.stream().filter(w -> w.writable().isReady()).toList());
    }

    /**
     * Waits until {@code object} can be read.
     *
     * @param object what to read from
     * @throws IllegalArgumentException if it is closed already
     * @throws UnsupportedOperationException if it cannot be read from
     * @switches always
     * @gevent {@code gevent.socket.wait_read(fileno)}
     */
    public static void awaitReadable(Selectable object) {
        var _ = await(object, Selectable::readable, Long.MAX_VALUE);
    }

    /**
     * Waits until {@code object} can be read, at most for {@code timeout}.
     *
     * @param object what to read from
     * @param timeout the longest wait; zero gives the others a turn and looks once
     * @return whether that was so in time
     * @throws IllegalArgumentException if {@code timeout} is negative, or {@code object} is closed already
     * @throws UnsupportedOperationException if it cannot be read from
     * @switches always
     * @gevent {@code gevent.socket.wait_read(fileno, timeout)}, which raises {@code socket.timeout}
     */
    public static boolean awaitReadable(Selectable object, Duration timeout) {
        return await(object, Selectable::readable, Durations.nanos(timeout, "timeout"));
    }

    /**
     * Waits until something can be written to {@code object}.
     *
     * @param object what to write to
     * @throws IllegalArgumentException if it is closed already
     * @throws UnsupportedOperationException if it cannot be written to
     * @switches always
     * @gevent {@code gevent.socket.wait_write(fileno)}
     */
    public static void awaitWritable(Selectable object) {
        var _ = await(object, Selectable::writable, Long.MAX_VALUE);
    }

    /**
     * Waits until something can be written to {@code object}, at most for {@code timeout}.
     *
     * @param object what to write to
     * @param timeout the longest wait; zero gives the others a turn and looks once
     * @return whether that was so in time
     * @throws IllegalArgumentException if {@code timeout} is negative, or {@code object} is closed already
     * @throws UnsupportedOperationException if it cannot be written to
     * @switches always
     * @gevent {@code gevent.socket.wait_write(fileno, timeout)}, which raises {@code socket.timeout}
     */
    public static boolean awaitWritable(Selectable object, Duration timeout) {
        return await(object, Selectable::writable, Durations.nanos(timeout, "timeout"));
    }

    private static boolean await(Selectable object, Function<Selectable, Linkable> side, long nanos) {
        return Wait.untilReady(List.of(view(object, side)), nanos);
    }

    private static Linkable view(Selectable object, Function<Selectable, Linkable> side) {
        if (!object.isOpen()) {
            throw new IllegalArgumentException(object + " is closed; take it out of what is selected");
        }
        return side.apply(object);
    }
}
