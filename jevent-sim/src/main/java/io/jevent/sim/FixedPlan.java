// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import io.jevent.hub.ReadyOrder.Ready;
import io.jevent.sim.Schedule.Deviation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Repeats deviations from first in, first out, of a schedule or of a part of it. Without an earlier deviation the
 * others stand elsewhere: so a choice of the test is found by its label, and who runs by its number; one that is not
 * ready is left out.
 */
final class FixedPlan implements Strategy.Plan {

    private final String name;
    private final List<Deviation> orders;
    private final Map<String, Map<Integer, Long>> values = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private ToIntFunction<Object> numbers = _ -> Deviation.NOBODY;
    private int at;
    private int order;

    FixedPlan(String name, List<Deviation> deviations) {
        this.name = name;
        this.orders = deviations.stream().filter(Deviation::isOrder).toList();
        for (Deviation deviation : deviations) {
            if (!deviation.isOrder()) {
                values.computeIfAbsent(deviation.label(), _ -> new HashMap<>())
                        .put(deviation.occurrence(), deviation.chosen());
            }
        }
    }

    @Override
    public String name() {
        return name;
    }

    /** Has the plan find by their numbers those that run ahead of their turn. */
    void useNumbers(ToIntFunction<Object> numbering) {
        numbers = numbering;
    }

    @Override
    public int next(Ready ready) {
        int occurrence = order++;
        if (at == orders.size() || orders.get(at).occurrence() != occurrence) {
            return 0;
        }
        Deviation deviation = orders.get(at++);
        for (int i = 0; i < ready.size(); i++) {
            if (numbers.applyAsInt(ready.at(i)) == deviation.who()) {
                return i;
            }
        }
        return 0;
    }

    @Override
    public long value(String label, long alternatives) {
        int occurrence = counts.merge(label, 1, Integer::sum) - 1;
        long chosen = values.getOrDefault(label, Map.of()).getOrDefault(occurrence, 0L);
        return Math.min(chosen, alternatives - 1);
    }

    @Override
    public boolean happens(String label, double probability) {
        return value(label, 2) == 1;
    }
}
