// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.linear;

import io.jevent.sim.linear.History.Entry;
import io.jevent.sim.linear.Search.Meter;
import io.jevent.sim.linear.Verdict.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a history is linearizable (Herlihy, Wing 1990): whether an order of its operations exists that a
 * model allows, in which each happens between its beginning and its end. Operations of unknown outcome may happen at
 * any time after their beginning, or never.
 *
 * <p>The parts of a model, such as the keys of a map, are checked apart (Horn, Kroening 2015), each by the algorithm of
 * Wing and Gong with Lowe's memory. The problem is NP-complete: a history with many operations at the same time may
 * take too long, and is then {@link Verdict.Kind#UNKNOWN}.
 *
 * @since 0.1
 */
public final class Linear {

    private Linear() {}

    /**
     * Requires that a history is linearizable, within {@link Effort#DEFAULT}.
     *
     * @param <I> the type of operations
     * @param <O> the type of results
     * @param history what the clients saw
     * @param model what is right
     * @throws AssertionError if it is not, with a picture of the shortest beginning that is wrong; or if that could not
     *     be decided
     * @switches never
     */
    public static <I, O extends @Nullable Object> void check(History<I, O> history, Model<?, I, O> model) {
        Verdict verdict = verdict(history.entries(), model, Effort.DEFAULT);
        if (!verdict.isLinearizable()) {
            throw new AssertionError(verdict.text());
        }
    }

    /**
     * Decides whether a history is linearizable, within {@link Effort#DEFAULT}.
     *
     * @param <I> the type of operations
     * @param <O> the type of results
     * @param history what the clients saw
     * @param model what is right
     * @return the verdict
     * @switches never
     */
    public static <I, O extends @Nullable Object> Verdict verdict(History<I, O> history, Model<?, I, O> model) {
        return verdict(history.entries(), model, Effort.DEFAULT);
    }

    /**
     * Decides whether operations are linearizable.
     *
     * @param <I> the type of operations
     * @param <O> the type of results
     * @param entries what the clients saw, in the order of their beginnings
     * @param model what is right
     * @param effort how much work the check may take
     * @return the verdict
     * @switches never
     */
    public static <I, O extends @Nullable Object> Verdict verdict(
            List<Entry<I, O>> entries, Model<?, I, O> model, Effort effort) {
        var meter = new Meter(Objects.requireNonNull(effort, "effort"));
        Verdict unknown = null;
        for (Map.Entry<Optional<Object>, List<Entry<I, O>>> part :
                parts(entries, model).entrySet()) {
            String name = part.getKey().map(key -> " (of " + key + ")").orElse("");
            Kind kind = new Search<>(model, part.getValue(), meter.next()).run();
            if (kind == Kind.NOT_LINEARIZABLE) {
                return new Verdict(kind, new Explainer<>(model, part.getValue(), effort).explain(name));
            }
            if (kind == Kind.UNKNOWN && unknown == null) {
                unknown = new Verdict(
                        kind,
                        "it is not known whether the history" + name + " is linearizable: " + meter + " for "
                                + part.getValue().size()
                                + " operations; check fewer operations at the same time, or allow more effort");
            }
        }
        return unknown != null
                ? unknown
                : new Verdict(Kind.LINEARIZABLE, "the history of " + entries.size() + " operations is linearizable");
    }

    private static <I, O extends @Nullable Object> Map<Optional<Object>, List<Entry<I, O>>> parts(
            List<Entry<I, O>> entries, Model<?, I, O> model) {
        var parts = new LinkedHashMap<Optional<Object>, List<Entry<I, O>>>();
        for (Entry<I, O> entry : entries) {
            parts.computeIfAbsent(Optional.ofNullable(model.partition(entry.input())), _ -> new ArrayList<>())
                    .add(entry);
        }
        return parts;
    }
}
