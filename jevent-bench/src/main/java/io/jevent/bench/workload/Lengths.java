// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Random lengths of time, the same in every run. */
public final class Lengths {

    private static final long SEED = 20_260_101;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private Lengths() {}

    /**
     * Returns lengths between {@code least} and {@code least + span} seconds, in nanoseconds.
     *
     * <p>For sleepers {@code least} is long enough that all of them are asleep before the first one wakes.
     */
    public static long[] seconds(int count, int least, int span) {
        return new Random(SEED)
                .longs(count, least * SECOND, (least + span) * SECOND)
                .toArray();
    }
}
