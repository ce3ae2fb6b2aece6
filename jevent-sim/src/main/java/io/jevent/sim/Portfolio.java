// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Strategies that plan schedules alternately. */
record Portfolio(List<Strategy> strategies) implements Strategy {

    Portfolio {
        if (strategies.isEmpty()) {
            throw new IllegalArgumentException("a portfolio needs at least one strategy");
        }
    }

    @Override
    public String name() {
        return strategies.stream().map(Strategy::name).collect(Collectors.joining(", "));
    }

    @Override
    public Planner begin() {
        var planners = new ArrayList<>(strategies.stream().map(Strategy::begin).toList());
        return new Planner() {
            private int turn;

            @Override
            public @Nullable Plan next(Past past) {
                while (!planners.isEmpty()) {
                    turn %= planners.size();
                    Plan plan = planners.get(turn).next(past);
                    if (plan != null) {
                        turn++;
                        return plan;
                    }
                    planners.remove(turn);
                }
                return null;
            }
        };
    }

    @Override
    public String toString() {
        return name();
    }
}
