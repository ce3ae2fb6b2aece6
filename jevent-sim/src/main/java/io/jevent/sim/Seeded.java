// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import java.util.function.BiFunction;

/** A strategy whose plans depend on a seed alone. */
record Seeded(String name, BiFunction<String, Strategy.Past, Strategy.Plan> plans) implements Strategy {

    @Override
    public Planner begin() {
        return past -> plans.apply(name, past);
    }

    @Override
    public String toString() {
        return name;
    }
}
