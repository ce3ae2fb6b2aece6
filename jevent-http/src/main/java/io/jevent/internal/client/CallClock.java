// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.client;

import io.jevent.hub.Hub;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/**
 * The time limits of a call: each wait takes the nearest of them.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
public final class CallClock {

    private static final long NONE = Long.MAX_VALUE;

    private final Hub hub;
    private final long callNanos;
    private final long callEnd;
    private long responseNanos = NONE;
    private long responseEnd = NONE;

    /**
     * Starts the limits.
     *
     * @param callNanos the time for everything; {@link Long#MAX_VALUE} for no limit
     */
    public CallClock(long callNanos) {
        hub = Hub.current();
        this.callNanos = callNanos;
        callEnd = end(callNanos);
    }

    /**
     * Starts the limit for the head of the next response.
     *
     * @param nanos the time in nanoseconds; {@link Long#MAX_VALUE} for no limit
     */
    public void awaitsHead(long nanos) {
        responseNanos = nanos;
        responseEnd = end(nanos);
    }

    private long end(long nanos) {
        return nanos == NONE ? NONE : Math.addExact(hub.now(), Math.min(nanos, NONE / 4));
    }

    /**
     * Returns the time until the next limit.
     *
     * @param phase the limit of the current phase, in nanoseconds
     * @return the nanoseconds, at least 0
     */
    public long left(long phase) {
        long end = Math.min(callEnd, responseEnd);
        return end == NONE ? phase : Math.min(phase, Math.max(0, end - hub.now()));
    }

    /** Ends the limit for the head of the response. */
    public void headArrived() {
        responseEnd = NONE;
    }

    private boolean isOver(long end) {
        return end != NONE && hub.now() >= end;
    }

    /**
     * Creates the exception for a limit that is over.
     *
     * @param doing the operation that took too long, for the message
     * @param phase the limit of the phase, in nanoseconds
     * @param cause the exception of the wait
     * @return the exception
     */
    public HttpTimeoutException late(String doing, long phase, Throwable cause) {
        var late = new HttpTimeoutException(words(doing, phase));
        late.initCause(cause);
        return late;
    }

    /**
     * Creates the exception for a connection that took too long.
     *
     * @param doing the operation that took too long, for the message
     * @param phase the limit of the phase, in nanoseconds
     * @param cause the exception of the wait
     * @return the exception: one of the call, if its limit is over
     */
    public HttpTimeoutException lateToConnect(String doing, long phase, Throwable cause) {
        if (isOver(callEnd) || isOver(responseEnd)) {
            return late(doing, phase, cause);
        }
        var late = new HttpConnectTimeoutException(words(doing, phase));
        late.initCause(cause);
        return late;
    }

    private String words(String doing, long phase) {
        if (isOver(callEnd)) {
            return "the call took longer than " + Duration.ofNanos(callNanos) + ", " + doing;
        }
        if (isOver(responseEnd)) {
            return "request timed out: no response within " + Duration.ofNanos(responseNanos) + ", " + doing;
        }
        return doing + " took longer than " + Duration.ofNanos(phase);
    }
}
