// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import java.util.List;

/**
 * Something waited for that can tell a report who could end the wait.
 *
 * @audience SPI
 * @since 0.1
 */
public interface WaitTarget {

    /**
     * Names the event that would end the wait.
     *
     * @return for example {@code "a put()"}
     */
    String wokenBy();

    /**
     * Returns the greenlets without which the wait cannot end: the owner of a lock, the greenlet that is joined.
     *
     * @return those greenlets; empty if anyone could end it
     */
    default List<RawGreenlet> holders() {
        return List.of();
    }
}
