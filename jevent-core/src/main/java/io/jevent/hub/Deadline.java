// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import org.jspecify.annotations.Nullable;

/**
 * The end of a time that several waits share. It counts from the same moment as the limits that begin in the same turn
 * of the hub, so that an enclosing {@code Timeout} of the same length comes first.
 *
 * @audience SPI
 * @since 0.1
 */
public final class Deadline {

    private final @Nullable Hub hub;

    /** Null if the time is for ever. */
    private final @Nullable Timer mark;

    /**
     * Begins the time now, by the clock of the current hub.
     *
     * @param nanos how long it is, in nanoseconds; {@link Long#MAX_VALUE} is for ever
     */
    public Deadline(long nanos) {
        hub = nanos == Long.MAX_VALUE ? null : Hub.current();
        mark = hub == null ? null : hub.mark(nanos);
    }

    /**
     * Returns how much time is left.
     *
     * @return nanoseconds, not negative; {@link Long#MAX_VALUE} is for ever
     */
    public long left() {
        return hub == null || mark == null ? Long.MAX_VALUE : mark.left(hub.now());
    }
}
