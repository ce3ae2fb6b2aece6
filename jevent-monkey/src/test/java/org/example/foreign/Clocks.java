// SPDX-License-Identifier: Apache-2.0
package org.example.foreign;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;

/** Sleeps and reads clocks as any library does. */
@SuppressWarnings({"JavaUtilDate", "JavaTimeDefaultTimeZone"}) // what libraries do
@Tag("realtime")
public final class Clocks {

    private Clocks() {}

    /** Returns the times of all clocks of the JDK, in milliseconds. */
    public static List<Long> all() {
        var times = new ArrayList<Long>();
        times.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        times.add(System.currentTimeMillis());
        times.add(Instant.now().toEpochMilli());
        times.add(new Date().getTime());
        times.add(Clock.systemUTC().millis());
        times.add(Clock.systemDefaultZone().millis());
        times.add(LocalDateTime.now().atZone(ZoneId.systemDefault()).toInstant().toEpochMilli());
        times.add(ZonedDateTime.now(ZoneId.of("Asia/Tokyo")).toInstant().toEpochMilli());
        return times;
    }

    /** Sleeps an hour and a second. */
    public static void sleepLong() throws InterruptedException {
        Thread.sleep(3_600_000);
        TimeUnit.SECONDS.sleep(1);
    }

    public static void sleep(long millis) throws InterruptedException {
        Thread.sleep(millis);
    }
}
