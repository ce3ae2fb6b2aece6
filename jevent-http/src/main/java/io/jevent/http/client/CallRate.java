// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import io.jevent.Jevent;
import io.jevent.hub.Durations;
import io.jevent.hub.Hub;
import io.jevent.internal.bounds.Bounds;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;

/**
 * An interceptor that limits the calls of a hub in a time: a call beyond the limit blocks until it may be made, in the
 * order of asking.
 *
 * <p><b>Confinement:</b> hub-confined: each hub of a program needs its own.
 *
 * @since 0.1
 */
public final class CallRate implements Interceptor {

    private final int burst;
    private final long nanosEach;

    /** The time at which the next call may be made if none is in reserve; the theoretical arrival time of GCRA. */
    private long next = Long.MIN_VALUE;

    private CallRate(int burst, long nanosEach) {
        this.burst = burst;
        this.nanosEach = nanosEach;
    }

    /**
     * Creates a limit.
     *
     * @param calls the number of calls, all of which may be made at once
     * @param time the time for that number
     * @return the interceptor
     * @throws IllegalArgumentException if {@code calls} is less than 1, or {@code time} is negative
     * @switches never
     */
    public static CallRate of(int calls, Duration time) {
        return new CallRate(Bounds.atLeastOne(calls, "calls"), Durations.nanos(time, "time") / calls);
    }

    @Override
    public Reply intercept(HttpRequest request, Next rest) throws IOException {
        long now = Hub.current().now();
        next = Math.max(next, now) + nanosEach;
        long wait = next - burst * nanosEach - now;
        if (wait > 0) {
            Jevent.sleep(Duration.ofNanos(wait));
        }
        return rest.proceed(request);
    }
}
