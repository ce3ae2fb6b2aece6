// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.exceptions.PeerFailureException;
import io.jevent.hub.Hub;
import io.jevent.hub.HubErrorHandler;
import java.time.Duration;

/**
 * Reports connections that failed because of their peers, each in one line, and only so many of them in a time that a
 * stranger cannot fill a disk with them. A report tells how many were left out before it.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
final class PeerFailures {

    /** The reports that can be made at once. */
    private static final int BURST = 10;

    /** The time after which a further one can be made. */
    private static final long INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

    private final Hub hub;
    private final Object server;

    /** The time at which all of the burst is available again. */
    private long fullAt;

    private long leftOut;

    PeerFailures(Hub hub, Object server) {
        this.hub = hub;
        this.server = server;
        fullAt = hub.now();
    }

    void report(Object connection, Throwable failure) {
        long now = hub.now();
        long next = Math.max(fullAt - now, 0) + INTERVAL_NANOS;
        if (next > BURST * INTERVAL_NANOS) {
            leftOut++;
            return;
        }
        fullAt = now + next;
        String others = leftOut == 0 ? "" : " (" + leftOut + " failures of other connections were not reported)";
        leftOut = 0;
        String name = connection.toString();
        String text = String.valueOf(failure.getMessage());
        HubErrorHandler.report(
                hub,
                server,
                new PeerFailureException((text.contains(name) ? text : name + ": " + text) + others, failure));
    }
}
