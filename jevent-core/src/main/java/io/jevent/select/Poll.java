// SPDX-License-Identifier: Apache-2.0
package io.jevent.select;

import io.jevent.exceptions.InvalidThreadUseException;
import io.jevent.hub.Durations;
import io.jevent.hub.Hub;
import io.jevent.hub.Linkable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * A list of things that are waited for again and again.
 *
 * <p>Several greenlets may poll at a time; each finds all that is ready. A registration, change or removal while one
 * waits counts from the next {@link #poll} on. Nothing is linked between two polls, so that a list that is not used any
 * more needs no clean-up.
 *
 * <p><b>Confinement:</b> hub-confined: only greenlets of the hub that made it may use it.
 *
 * @param <S> the type of what is waited for
 * @gevent {@code gevent.select.poll}, {@code gevent.selectors.GeventSelector}
 * @since 0.1
 */
public final class Poll<S extends Selectable> {

    private final Hub hub = Hub.current();
    private final Map<S, Set<Readiness>> registered = new LinkedHashMap<>();

    /** Makes an empty list. */
    public Poll() {
        super();
    }

    /**
     * Adds {@code object}; if it is there, replaces what it is waited for.
     *
     * @param object what is waited for
     * @param interest for what: READABLE, WRITABLE or both
     * @throws IllegalArgumentException if {@code interest} is empty or has CLOSED, which is always reported
     * @throws UnsupportedOperationException if {@code object} cannot do that
     * @switches never
     * @gevent {@code register(fd, eventmask)}
     */
    public void register(S object, Set<Readiness> interest) {
        checkHub();
        if (interest.isEmpty()) {
            throw new IllegalArgumentException("interest must not be empty; unregister " + object + " instead");
        }
        for (Readiness readiness : interest) {
            var _ = readiness.of(object);
        }
        registered.put(object, EnumSet.copyOf(interest));
    }

    /**
     * As {@link #register(Selectable, Set)}, for one thing.
     *
     * @param object what is waited for
     * @param interest READABLE or WRITABLE
     * @throws IllegalArgumentException if {@code interest} is CLOSED, which is always reported
     * @throws UnsupportedOperationException if {@code object} cannot do that
     * @switches never
     */
    public void register(S object, Readiness interest) {
        register(object, EnumSet.of(interest));
    }

    /**
     * Replaces what {@code object} is waited for.
     *
     * @param object what was registered
     * @param interest for what: READABLE, WRITABLE or both
     * @throws NoSuchElementException if it is not registered
     * @throws IllegalArgumentException if {@code interest} is empty or has CLOSED
     * @throws UnsupportedOperationException if {@code object} cannot do that
     * @switches never
     * @gevent {@code modify(fd, eventmask)}
     */
    public void modify(S object, Set<Readiness> interest) {
        checkHub();
        if (!registered.containsKey(object)) {
            throw unknown(object);
        }
        register(object, interest);
    }

    /**
     * Takes {@code object} out.
     *
     * @param object what was registered; it may be closed
     * @throws NoSuchElementException if it is not registered
     * @switches never
     * @gevent {@code unregister(fd)}
     */
    public void unregister(S object) {
        checkHub();
        if (registered.remove(object) == null) {
            throw unknown(object);
        }
    }

    /**
     * Returns what is registered, and for what.
     *
     * @return a view that cannot be changed, in the order of registration
     * @gevent {@code get_map()}
     */
    public Map<S, Set<Readiness>> registered() {
        return Collections.unmodifiableMap(registered);
    }

    /**
     * Waits until something is ready; with nothing registered, for ever. Ready ones are returned at once, but after the
     * other greenlets had a turn. If the wait is cut short by a kill or a timeout, nothing has changed.
     *
     * @return all that are ready and in what way, in the order of registration; a closed one only with CLOSED
     * @switches always
     * @gevent {@code poll()}, {@code select()}
     */
    public Map<S, Set<Readiness>> poll() {
        return poll(Long.MAX_VALUE);
    }

    /**
     * As {@link #poll()}, waiting at most for {@code timeout}.
     *
     * @param timeout the longest wait; zero gives the others a turn and looks once
     * @return all that are ready and in what way; empty if the time passed first
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @switches always
     * @gevent {@code poll(timeout)} in milliseconds, {@code select(timeout)}
     */
    public Map<S, Set<Readiness>> poll(Duration timeout) {
        return poll(Durations.nanos(timeout, "timeout"));
    }

    private Map<S, Set<Readiness>> poll(long nanos) {
        checkHub();
        Map<S, Set<Readiness>> asked = new LinkedHashMap<>(registered);
        List<Linkable> views = new ArrayList<>();
        asked.forEach((object, interest) -> interest.forEach(readiness -> views.add(readiness.of(object))));
        var _ = Wait.untilReady(views, nanos);
        Map<S, Set<Readiness>> ready = new LinkedHashMap<>();
        asked.forEach((object, interest) -> {
            Set<Readiness> found = found(object, interest);
            if (!found.isEmpty()) {
                ready.put(object, found);
            }
        });
        return ready;
    }

    private static Set<Readiness> found(Selectable object, Set<Readiness> interest) {
        if (!object.isOpen()) {
            return EnumSet.of(Readiness.CLOSED);
        }
        Set<Readiness> found = EnumSet.copyOf(interest);
        found.removeIf(readiness -> !readiness.of(object).isReady());
        return found;
    }

    private static NoSuchElementException unknown(Selectable object) {
        return new NoSuchElementException(object + " is not registered");
    }

    private void checkHub() {
        if (!hub.isCurrent()) {
            throw new InvalidThreadUseException(
                    this + " belongs to " + hub + " but was used from " + Thread.currentThread() + "; make one there");
        }
    }

    @Override
    public String toString() {
        return "Poll of " + registered.size();
    }
}
