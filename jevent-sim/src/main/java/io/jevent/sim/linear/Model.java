// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.linear;

import org.jspecify.annotations.Nullable;

/**
 * Tells what is right if operations happen one after the other. The methods must depend on their arguments alone: they
 * are called many times in many orders.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @param <S> the type of states, which are immutable and have {@code equals} and {@code hashCode}
 * @param <I> the type of operations
 * @param <O> the type of results
 * @audience SPI
 * @since 0.1
 */
public interface Model<S, I, O extends @Nullable Object> {

    /** {@return the state before the first operation} */
    S init();

    /**
     * Lets an operation happen.
     *
     * @param state the state before it
     * @param input the operation
     * @param outcome what its client saw
     * @return the state after it; null if it cannot happen in this state with this outcome
     */
    @Nullable
    S step(S state, I input, Observation<O> outcome);

    /**
     * Returns which part of the state an operation uses. Operations on different parts are checked apart, which is much
     * faster: so this should name the smallest part, such as the key of a map.
     *
     * @param input the operation
     * @return the part; null, as unless overridden, if all operations belong together
     */
    default @Nullable Object partition(I input) {
        return null;
    }

    /**
     * Describes an operation for a report.
     *
     * @param input the operation
     * @param outcome what its client saw
     * @return a short text on one line
     */
    default String describe(I input, Observation<O> outcome) {
        return input + " -> " + outcome;
    }
}
