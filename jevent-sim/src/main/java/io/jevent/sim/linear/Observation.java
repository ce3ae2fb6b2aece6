// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.linear;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The end of an operation, as its client saw it.
 *
 * <p><b>Confinement:</b> immutable if its value is.
 *
 * @param <O> the type of results
 * @param isKnown whether the client got a result; without one, for example after a timeout, the operation may have
 *     happened, may happen later, or never
 * @param isBlocked whether the operation has not happened, and its client still waits although nothing else goes on: it
 *     must be one that cannot happen in the last state
 * @param value the result, if it is known
 * @since 0.1
 */
public record Observation<O extends @Nullable Object>(
        boolean isKnown, boolean isBlocked, @Nullable O value) {

    /**
     * Makes the outcome of an operation that has ended.
     *
     * @param <O> the type of results
     * @param value the result
     * @return the outcome
     */
    public static <O extends @Nullable Object> Observation<O> known(@Nullable O value) {
        return new Observation<>(true, false, value);
    }

    /**
     * Makes the outcome of an operation of which the client does not know whether it has happened.
     *
     * @param <O> the type of results
     * @return the outcome
     */
    public static <O extends @Nullable Object> Observation<O> unknown() {
        return new Observation<>(false, false, null);
    }

    /**
     * Makes the outcome of an operation whose client waits for ever.
     *
     * @param <O> the type of results
     * @return the outcome
     */
    public static <O extends @Nullable Object> Observation<O> blocked() {
        return new Observation<>(false, true, null);
    }

    /**
     * Whether the client may have got a result.
     *
     * @param result a result
     * @return true if it is the client's result, or if that is not known
     */
    public boolean allows(@Nullable Object result) {
        return !isKnown || Objects.equals(value, result);
    }

    @Override
    public String toString() {
        return isKnown ? String.valueOf(value) : isBlocked ? "waits" : "?";
    }
}
