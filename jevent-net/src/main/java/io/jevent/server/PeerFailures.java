// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.exceptions.PeerFailureException;
import io.jevent.hub.Hub;
import io.jevent.hub.HubErrorHandler;
import io.jevent.internal.netty.ReportLimit;

/**
 * Reports connections that failed because of their peers, each in one line. The rate is limited (a token bucket), so
 * that a hostile peer cannot fill the disk; a report includes the number of reports suppressed before it.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
final class PeerFailures {

    private final Hub hub;
    private final Object server;

    private final ReportLimit limit;

    PeerFailures(Hub hub, Object server) {
        this.hub = hub;
        this.server = server;
        this.limit = new ReportLimit(hub.now());
    }

    void report(Object connection, Throwable failure) {
        if (!limit.permits(hub.now())) {
            return;
        }
        long leftOut = limit.takeLeftOut();
        String others = leftOut == 0 ? "" : " (" + leftOut + " failures of other connections were not reported)";
        String name = connection.toString();
        String text = String.valueOf(failure.getMessage());
        HubErrorHandler.report(
                hub,
                server,
                new PeerFailureException((text.contains(name) ? text : name + ": " + text) + others, failure));
    }
}
