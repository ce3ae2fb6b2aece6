// SPDX-License-Identifier: Apache-2.0
package io.jevent.socket;

import io.jevent.hub.Durations;
import java.time.Duration;
import java.util.Optional;

/** What all sockets have: a limit for the calls that do not say their own. */
abstract sealed class BaseSocket permits DatagramBase, StreamListener, StreamSocket {

    static final long FOR_EVER = Long.MAX_VALUE;

    private long timeout = FOR_EVER;

    /** The limit in nanoseconds. */
    final long timeoutNanos() {
        return timeout;
    }

    /**
     * Limits each call from now on that may wait and does not say its own limit.
     *
     * @param limit the longest time; zero polls
     * @throws IllegalArgumentException if {@code limit} is negative
     * @switches never
     * @gevent {@code settimeout(seconds)}
     */
    public final void setTimeout(Duration limit) {
        timeout = Durations.nanos(limit, "limit");
    }

    /**
     * Takes the limit of {@link #setTimeout} back.
     *
     * @switches never
     * @gevent {@code settimeout(None)}
     */
    public final void clearTimeout() {
        timeout = FOR_EVER;
    }

    /**
     * Returns the limit of each call that may wait.
     *
     * @return the limit, or empty if there is none
     * @switches never
     * @gevent {@code gettimeout()}
     */
    public final Optional<Duration> timeout() {
        return timeout == FOR_EVER ? Optional.empty() : Optional.of(Duration.ofNanos(timeout));
    }
}
