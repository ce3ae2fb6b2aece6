// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

import io.jevent.hub.Attachments;
import io.jevent.hub.Hub;
import java.time.Instant;

/**
 * The value of the header {@code Date}, formatted once a second for all connections of a hub.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
public final class DateClock {

    private static final long SECOND_MILLIS = 1000;
    private static final long MILLI = 1_000_000;

    private final Hub hub;
    private String date = "";
    private long until;

    private DateClock(Hub hub) {
        this.hub = hub;
        until = hub.now();
    }

    /**
     * Returns the clock of a hub.
     *
     * @param hub the current hub
     * @return the clock, always the same
     */
    public static DateClock of(Hub hub) {
        return Attachments.of(hub).get(DateClock.class, () -> new DateClock(hub));
    }

    /**
     * Returns the date of this second.
     *
     * @return the date, the same object until the second ends
     */
    public String date() {
        long now = hub.now();
        if (now - until >= 0) {
            Instant wall = Instant.now();
            until = now + (SECOND_MILLIS - wall.toEpochMilli() % SECOND_MILLIS) * MILLI;
            date = HttpDates.format(wall);
        }
        return date;
    }
}
