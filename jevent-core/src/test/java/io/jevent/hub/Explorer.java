// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Explores all interleavings of a few threads whose steps are atomic, as a model of a protocol: each state that can be
 * reached is visited once. A state is a record; a thread is a function from a state to the state after its next step,
 * empty while it is blocked or when it has ended.
 *
 * @param <S> the type of the states
 */
final class Explorer<S> {

    private final List<Function<S, Optional<S>>> threads = new ArrayList<>();
    private final Map<S, Optional<S>> cameFrom = new HashMap<>();

    Explorer<S> thread(Function<S, Optional<S>> next) {
        threads.add(next);
        return this;
    }

    /**
     * Returns the way to a state that breaks a rule, or null if there is none.
     *
     * @param always holds in every state
     * @param finallyHolds holds in every state in which no thread can go on
     */
    @Nullable
    List<S> counterexample(S start, Predicate<S> always, Predicate<S> finallyHolds) {
        Deque<S> open = new ArrayDeque<>();
        cameFrom.put(start, Optional.empty());
        open.add(start);
        S state;
        while ((state = open.poll()) != null) {
            boolean moved = false;
            for (Function<S, Optional<S>> thread : threads) {
                Optional<S> next = thread.apply(state);
                moved |= next.isPresent();
                if (next.isPresent() && !cameFrom.containsKey(next.get())) {
                    cameFrom.put(next.get(), Optional.of(state));
                    open.add(next.get());
                }
            }
            if (!always.test(state) || (!moved && !finallyHolds.test(state))) {
                return wayTo(state);
            }
        }
        return null;
    }

    /** How many states can be reached. */
    int states() {
        return cameFrom.size();
    }

    private List<S> wayTo(S end) {
        List<S> way = new ArrayList<>();
        Optional<S> at = Optional.of(end);
        while (at.isPresent()) {
            way.addFirst(at.get());
            at = cameFrom.getOrDefault(at.get(), Optional.empty());
        }
        return way;
    }
}
