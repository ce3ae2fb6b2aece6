// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

/** The end of a time that several waits share. */
public final class Deadline {

    private final Hub hub = Hub.current();
    private final long end;

    /**
     * Begins the time now, by the clock of the current hub.
     *
     * @param nanos how long it is, in nanoseconds; {@link Long#MAX_VALUE} is for ever
     */
    public Deadline(long nanos) {
        long now = hub.now();
        end = nanos > Long.MAX_VALUE - Math.max(0, now) ? Long.MAX_VALUE : now + nanos;
    }

    /**
     * Returns how much time is left.
     *
     * @return nanoseconds, not negative; {@link Long#MAX_VALUE} is for ever
     */
    public long left() {
        return end == Long.MAX_VALUE ? end : Math.max(0, end - hub.now());
    }
}
