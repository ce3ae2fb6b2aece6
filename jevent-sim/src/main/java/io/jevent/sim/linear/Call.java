// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.linear;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An operation with its arguments, such as {@code put(x, 1)}, as the models of {@link Models} understand it.
 *
 * <p><b>Confinement:</b> immutable if its arguments are.
 *
 * @param name the name of the operation
 * @param arguments its arguments, which have {@code equals} and {@code hashCode}
 * @since 0.1
 */
public record Call(String name, List<@Nullable Object> arguments) {

    /**
     * Makes a call.
     *
     * @param name the name of the operation
     * @param arguments its arguments
     */
    public Call {
        Objects.requireNonNull(name, "name");
        arguments = Collections.unmodifiableList(Arrays.asList(arguments.toArray()));
    }

    /**
     * Makes a call.
     *
     * @param name the name of the operation
     * @param arguments its arguments
     * @return the call
     */
    public static Call of(String name, @Nullable Object... arguments) {
        return new Call(name, Arrays.asList(arguments));
    }

    /**
     * Returns an argument.
     *
     * @param index from 0 on
     * @return the argument
     * @throws IllegalArgumentException if the call has fewer arguments
     */
    public @Nullable Object argument(int index) {
        if (index >= arguments.size()) {
            throw new IllegalArgumentException(this + " needs " + (index + 1) + " arguments or more");
        }
        return arguments.get(index);
    }

    @Override
    public String toString() {
        return name + arguments.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
    }
}
