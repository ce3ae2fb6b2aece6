// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.linear;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The class itself, of which one method is called after the other, as its own model. */
final class ScenarioModel implements Model<List<Call>, Call, Object> {

    private final ScenarioMethods methods;
    private final Duration longest;

    ScenarioModel(ScenarioMethods methods, Duration longest) {
        this.methods = methods;
        this.longest = longest;
    }

    @Override
    public List<Call> init() {
        return List.of();
    }

    /** A state is the calls that led to it: they are made again on a new instance. */
    @Override
    public @Nullable List<Call> step(List<Call> state, Call input, Observation<Object> outcome) {
        var calls = new ArrayList<>(state);
        calls.add(input);
        var result = new @Nullable Object[1];
        Greenlet<?> greenlet = Jevent.spawn(() -> {
            Object instance = methods.newInstance();
            for (Call call : calls) {
                result[0] = methods.call(instance, call);
            }
        });
        greenlet.setName("sequential run");
        greenlet.join(longest);
        if (!greenlet.isDead()) { // the last call waits: it cannot happen now
            greenlet.kill();
            return null;
        }
        return outcome.allows(result[0]) ? List.copyOf(calls) : null;
    }
}
