// SPDX-License-Identifier: Apache-2.0
package io.jevent.select;

import java.util.List;

/**
 * The result of {@link Select#select}.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @param <R> the type of the readers
 * @param <W> the type of the writers
 * @param readable the readers that were ready, in the order in which they were given
 * @param writable the writers that were ready, in the order in which they were given
 * @since 0.1
 */
public record Selected<R extends Selectable, W extends Selectable>(List<R> readable, List<W> writable) {

    /** Copies the lists. */
    public Selected {
        readable = List.copyOf(readable);
        writable = List.copyOf(writable);
    }

    /**
     * Whether nothing was ready: the time had passed.
     *
     * @return true if both lists are empty
     */
    public boolean isEmpty() {
        return readable.isEmpty() && writable.isEmpty();
    }
}
