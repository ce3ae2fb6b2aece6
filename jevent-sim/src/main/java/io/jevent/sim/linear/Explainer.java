// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.linear;

import io.jevent.sim.linear.History.Entry;
import io.jevent.sim.linear.Search.Meter;
import io.jevent.sim.linear.Verdict.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Explains why a history is not linearizable: by its shortest beginning that is wrong. */
final class Explainer<S, I, O extends @Nullable Object> {

    private static final int MOST_SHOWN = 24;
    private static final int MOST_IN_ORDER = 12;

    private final Model<S, I, O> model;
    private final List<Entry<I, O>> entries;
    private final Effort effort;

    Explainer(Model<S, I, O> model, List<Entry<I, O>> entries, Effort effort) {
        this.model = model;
        this.entries = entries;
        this.effort = effort;
    }

    String explain(String part) {
        List<Entry<I, O>> blocked =
                entries.stream().filter(entry -> entry.outcome().isBlocked()).toList();
        if (!blocked.isEmpty()) {
            List<Entry<I, O>> others = entries.stream()
                    .filter(entry -> !entry.outcome().isBlocked())
                    .toList();
            var search = new Search<>(model, others, new Meter(effort)).keepLongest();
            if (search.run() == Kind.LINEARIZABLE) {
                return "the history" + part + " is linearizable, but a client waits for ever that need not wait\n"
                        + picture(entries, entries, entry -> entry.outcome().isBlocked())
                        + describe(search.longest(), search.stateAfterLongest());
            }
        }
        return explainWrong(part);
    }

    private String explainWrong(String part) {
        List<Entry<I, O>> ends = entries.stream()
                .filter(entry -> entry.outcome().isKnown())
                .sorted(Comparator.comparingInt(Entry::ended))
                .toList();
        int wrong = shortest(ends);
        Entry<I, O> bad = ends.get(wrong);
        List<Entry<I, O>> prefix = until(bad.ended());
        var search = new Search<>(model, prefix, new Meter(effort)).keepLongest();
        var _ = search.run();
        List<Entry<I, O>> order = search.longest();
        var text = new StringBuilder("the history").append(part).append(" is not linearizable: of its ");
        text.append(entries.size()).append(" operations the first ").append(wrong + 1);
        text.append(" to end do not fit into any order\n");
        text.append(picture(prefix, order, bad::equals));
        text.append(describe(order, search.stateAfterLongest()));
        return text.toString();
    }

    /** The first end up to which the history is wrong: each longer beginning is wrong too. */
    private int shortest(List<Entry<I, O>> ends) {
        int low = 0;
        int high = ends.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            Kind kind = new Search<>(model, until(ends.get(middle).ended()), new Meter(effort)).run();
            if (kind == Kind.NOT_LINEARIZABLE) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return high;
    }

    /** The history up to a moment: operations that ended later have no outcome yet. */
    private List<Entry<I, O>> until(int time) {
        var prefix = new ArrayList<Entry<I, O>>();
        for (Entry<I, O> entry : entries) {
            if (entry.begun() <= time && !entry.outcome().isBlocked()) {
                prefix.add(
                        entry.ended() <= time
                                ? entry
                                : new Entry<>(
                                        entry.client(),
                                        entry.input(),
                                        Observation.unknown(),
                                        entry.begun(),
                                        Entry.OPEN,
                                        entry.at(),
                                        null));
            }
        }
        return prefix;
    }

    private String picture(List<Entry<I, O>> prefix, List<Entry<I, O>> order, Predicate<Entry<I, O>> isBad) {
        Set<Entry<I, O>> placed = new HashSet<>(order);
        List<Entry<I, O>> shown = prefix;
        if (shown.size() > MOST_SHOWN) { // open ones and the last that ended
            Set<Entry<I, O>> last = new HashSet<>(prefix.stream()
                    .sorted(Comparator.comparingInt((Entry<I, O> entry) -> entry.ended())
                            .reversed())
                    .limit(MOST_SHOWN)
                    .toList());
            shown = prefix.stream().filter(last::contains).toList();
        }
        String before =
                shown.size() == prefix.size() ? "" : "  (" + (prefix.size() - shown.size()) + " operations before)\n";
        return before
                + new Picture<>(model::describe)
                        .draw(
                                shown,
                                entry -> isBad.test(entry)
                                        ? entry.outcome().isBlocked() ? "  <-- waits" : "  <-- cannot be placed"
                                        : placed.contains(entry)
                                                        || !entry.outcome().isKnown()
                                                ? ""
                                                : "  (not placed)")
                        .indent(2);
    }

    private String describe(List<Entry<I, O>> order, S state) {
        var text = new StringBuilder("the longest order that fits:");
        int from = Math.max(0, order.size() - MOST_IN_ORDER);
        text.append(from > 0 ? " ..." : order.isEmpty() ? " none" : "");
        String separator = " ";
        for (Entry<I, O> entry : order.subList(from, order.size())) {
            text.append(separator).append(entry.client()).append(": ");
            text.append(model.describe(entry.input(), entry.outcome()));
            separator = ", ";
        }
        return text.append("; then the state is ")
                .append(
                        state instanceof Optional<?> value
                                ? value.map(Object::toString).orElse("empty")
                                : state)
                .toString();
    }
}
