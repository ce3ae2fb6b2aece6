// SPDX-License-Identifier: Apache-2.0
package io.jevent.socket;

import io.jevent.hub.Durations;
import java.time.Duration;
import java.util.Optional;

/** Base class of all sockets: holds the time limit of calls that have no limit of their own. */
abstract sealed class BaseSocket permits DatagramBase, StreamListener, StreamSocket {

    static final long FOR_EVER = Long.MAX_VALUE;

    private long timeout = FOR_EVER;

    /** Returns the limit in nanoseconds. */
    final long timeoutNanos() {
        return timeout;
    }

    /**
     * Sets the time limit of each later call that may block and has no limit of its own.
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
     * Removes the limit of {@link #setTimeout}.
     *
     * @switches never
     * @gevent {@code settimeout(None)}
     */
    public final void clearTimeout() {
        timeout = FOR_EVER;
    }

    /**
     * Returns the time limit of calls that may block.
     *
     * @return the limit, or empty if there is none
     * @switches never
     * @gevent {@code gettimeout()}
     */
    public final Optional<Duration> timeout() {
        return timeout == FOR_EVER ? Optional.empty() : Optional.of(Duration.ofNanos(timeout));
    }
}
