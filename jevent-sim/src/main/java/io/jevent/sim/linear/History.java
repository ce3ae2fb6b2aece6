// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.linear;

import io.jevent.hub.Hub;
import io.jevent.sim.Sim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Records which operations clients began and what they saw. In a simulation the report of a failing run shows it.
 *
 * <pre>{@code
 * var history = new History<Call, Object>();
 * history.record("Ann", Call.of("write", 1), () -> store.write(1));
 * Object seen = history.record("Bob", Call.of("read"), store::read);
 * Linear.check(history, Models.register(null));
 * }</pre>
 *
 * <p><b>Confinement:</b> hub-confined.
 *
 * @param <I> the type of operations
 * @param <O> the type of results
 * @since 0.1
 */
public final class History<I, O extends @Nullable Object> {

    /** Operations that a report shows. */
    private static final int MOST_SHOWN = 40;

    private final List<Invocation<I, O>> invocations = new ArrayList<>();
    private Predicate<? super Throwable> failures = _ -> false;
    private int events;

    /** Makes an empty history. */
    public History() {
        Sim sim = Sim.ifCurrent();
        if (sim != null) {
            sim.attach("History of the clients", this::picture);
        }
    }

    /**
     * An operation that a client has begun.
     *
     * @param <I> the type of operations
     * @param <O> the type of results
     * @since 0.1
     */
    public static final class Invocation<I, O extends @Nullable Object> {
        private final String client;
        private final I input;
        private final int begun;
        private final Duration at;
        private int ended = Entry.OPEN;
        private @Nullable Duration until;
        private Observation<O> outcome = Observation.unknown();
        private boolean failed;

        private Invocation(String client, I input, int begun) {
            this.client = client;
            this.input = input;
            this.begun = begun;
            this.at = now();
        }

        private Entry<I, O> entry() {
            return new Entry<>(client, input, outcome, begun, outcome.isKnown() ? ended : Entry.OPEN, at, until);
        }

        @Override
        public String toString() {
            return client + ": " + input + (failed ? " failed" : " -> " + outcome);
        }
    }

    /**
     * An operation as a checker sees it.
     *
     * @param <I> the type of operations
     * @param <O> the type of results
     * @param client its client
     * @param input the operation
     * @param outcome what the client saw
     * @param begun the number of its beginning among all beginnings and ends
     * @param ended the number of its end; {@link #OPEN} if its outcome is unknown
     * @param at when it began, in virtual time if there is one
     * @param until when it ended; null if it did not
     * @since 0.1
     */
    public record Entry<I, O extends @Nullable Object>(
            String client,
            I input,
            Observation<O> outcome,
            int begun,
            int ended,
            Duration at,
            @Nullable Duration until) {

        /** The end of an operation whose outcome is unknown. */
        public static final int OPEN = Integer.MAX_VALUE;
    }

    private static Duration now() {
        Hub hub = Hub.ifCurrent();
        return hub == null ? Duration.ZERO : Duration.ofNanos(hub.now());
    }

    /**
     * Tells by which exceptions {@link #record} knows that an operation has not happened and never will. After any
     * other exception its outcome is unknown.
     *
     * @param notHappened whether an exception proves that
     * @return this
     */
    public History<I, O> failsBy(Predicate<? super Throwable> notHappened) {
        failures = Objects.requireNonNull(notHappened, "notHappened");
        return this;
    }

    /**
     * Notes that a client begins an operation.
     *
     * @param client the name of the client
     * @param input the operation
     * @return the operation, whose outcome is unknown until {@link #ok} or {@link #fail} is told
     * @switches never
     */
    public Invocation<I, O> invoke(String client, I input) {
        var invocation = new Invocation<I, O>(
                Objects.requireNonNull(client, "client"), Objects.requireNonNull(input, "input"), events++);
        invocations.add(invocation);
        return invocation;
    }

    /**
     * Notes that an operation has ended.
     *
     * @param invocation what {@link #invoke} returned
     * @param result its result
     * @throws IllegalStateException if it has ended before
     * @switches never
     */
    public void ok(Invocation<I, O> invocation, @Nullable O result) {
        end(invocation);
        invocation.outcome = Observation.known(result);
    }

    /**
     * Notes that an operation has not happened and never will. It is left out.
     *
     * @param invocation what {@link #invoke} returned
     * @throws IllegalStateException if it has ended before
     * @switches never
     */
    public void fail(Invocation<I, O> invocation) {
        end(invocation);
        invocation.failed = true;
    }

    /**
     * Notes that the client does not know whether an operation has happened, for example after a timeout. It may happen
     * at any later time, or never.
     *
     * @param invocation what {@link #invoke} returned
     * @throws IllegalStateException if it has ended before
     * @switches never
     */
    public void unknown(Invocation<I, O> invocation) {
        end(invocation);
    }

    /**
     * Notes that a client still waits at the end, when everything that could run has run. Such an operation has not
     * happened, and the model must not allow it in the last state: so a lost wake-up is found.
     *
     * @param invocation what {@link #invoke} returned
     * @throws IllegalStateException if it has ended before
     * @switches never
     */
    public void blocked(Invocation<I, O> invocation) {
        end(invocation);
        invocation.outcome = Observation.blocked();
    }

    /** Takes all operations that have not ended for blocked ones. */
    void blockPending() {
        for (Invocation<I, O> invocation : List.copyOf(invocations)) {
            if (invocation.ended == Entry.OPEN) {
                blocked(invocation);
            }
        }
    }

    private void end(Invocation<I, O> invocation) {
        if (invocation.ended != Entry.OPEN) {
            throw new IllegalStateException("the operation has ended before: " + invocation);
        }
        invocation.ended = events++;
        invocation.until = now();
    }

    /**
     * Records an operation around the code that does it. If that throws, the outcome is unknown, unless
     * {@link #failsBy} tells that it has not happened.
     *
     * @param <T> the type of the result
     * @param client the name of the client
     * @param input the operation
     * @param body does it
     * @return what {@code body} returned
     * @throws Exception what {@code body} threw
     * @switches as {@code body} does
     */
    public <T extends O> T record(String client, I input, Callable<T> body) throws Exception {
        Invocation<I, O> invocation = invoke(client, input);
        T result;
        try {
            result = body.call();
        } catch (Throwable t) {
            if (failures.test(t)) {
                fail(invocation);
            } else {
                unknown(invocation);
            }
            throw t;
        }
        ok(invocation, result);
        return result;
    }

    /** {@return the operations so far, without those that have not happened, in the order of their beginnings} */
    public List<Entry<I, O>> entries() {
        return invocations.stream()
                .filter(invocation -> !invocation.failed)
                .map(Invocation::entry)
                .toList();
    }

    private String picture() {
        List<Entry<I, O>> entries = entries();
        int from = Math.max(0, entries.size() - MOST_SHOWN);
        return (from == 0 ? "" : "(" + from + " operations before)\n")
                + new Picture<I, O>((input, outcome) -> input + " -> " + outcome)
                        .draw(entries.subList(from, entries.size()), _ -> "");
    }

    @Override
    public String toString() {
        return invocations.size() + " operations";
    }
}
