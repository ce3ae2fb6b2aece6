// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.linear;

import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A model by what a call returns and leaves behind. */
record Sequential<S>(S init, BiFunction<S, Call, @Nullable Next<S>> rule, Function<Call, @Nullable Object> parts)
        implements Model<S, Call, Object> {

    /**
     * The end of a call.
     *
     * @param state the state after it
     * @param result what it returns
     * @param matters whether clients see the result
     */
    record Next<S>(S state, @Nullable Object result, boolean matters) {

        static <S> Next<S> of(S state, @Nullable Object result) {
            return new Next<>(state, result, true);
        }

        static <S> Next<S> of(S state) {
            return new Next<>(state, null, false);
        }
    }

    static <S> Sequential<S> of(S init, BiFunction<S, Call, @Nullable Next<S>> rule) {
        return new Sequential<>(init, rule, _ -> null);
    }

    /** Of which each first argument has its own state. */
    static <S> Sequential<S> byFirstArgument(S init, BiFunction<S, Call, @Nullable Next<S>> rule) {
        return new Sequential<>(init, rule, call -> call.argument(0));
    }

    static IllegalArgumentException unknown(String model, Call call, String operations) {
        return new IllegalArgumentException("the model of a " + model + " has no " + call + "; it has " + operations);
    }

    @Override
    public @Nullable S step(S state, Call input, Observation<Object> outcome) {
        @Nullable Next<S> next = rule.apply(state, input);
        return next == null || (next.matters && !allows(outcome, next.result)) ? null : next.state;
    }

    /** Whole numbers are compared by their value: clients count with {@code int} or {@code long}. */
    private static boolean allows(Observation<Object> outcome, @Nullable Object result) {
        return (outcome.value() instanceof Integer seen && result instanceof Long wanted)
                ? seen.longValue() == wanted
                : outcome.allows(result);
    }

    @Override
    public @Nullable Object partition(Call input) {
        return parts.apply(input);
    }

    @Override
    public String describe(Call input, Observation<Object> outcome) {
        return outcome.isKnown() && outcome.value() == null ? input.toString() : input + " -> " + outcome;
    }
}
