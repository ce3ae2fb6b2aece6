// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.internal.http.HeaderList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Header lines in their order. Names are compared without case.
 *
 * <p><b>Confinement:</b> not shared.
 *
 * @since 0.1
 */
public final class Headers {

    private final HeaderList lines;

    Headers(HeaderList lines) {
        this.lines = lines;
    }

    /**
     * Returns the first value of a name.
     *
     * @param name the name
     * @return the value, or empty if there is no such line
     */
    public Optional<String> first(String name) {
        return Optional.ofNullable(lines.get(name));
    }

    /**
     * Returns all values of a name.
     *
     * @param name the name
     * @return the values, in order
     */
    public List<String> all(String name) {
        return lines.all(name);
    }

    /**
     * Returns whether there is a line of a name.
     *
     * @param name the name
     * @return true if there is
     */
    public boolean has(String name) {
        return lines.get(name) != null;
    }

    /**
     * Calls an action for each line.
     *
     * @param action receives name and value
     */
    public void forEach(BiConsumer<String, String> action) {
        lines.forEach(action);
    }

    /**
     * Returns the number of lines.
     *
     * @return the number of lines
     */
    public int size() {
        return lines.size();
    }

    @Override
    public String toString() {
        return lines.toString();
    }
}
