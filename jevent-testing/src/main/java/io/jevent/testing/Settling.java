// SPDX-License-Identifier: Apache-2.0
package io.jevent.testing;

import io.jevent.Jevent;
import io.jevent.hub.Hub;

/** Waits at the end of a test until every greenlet has ended or waits, or has proven not to. */
final class Settling {

    private static final int MAX_TURNS = 1000;

    /** A callback may ready a greenlet behind this one in the queue, so one turn without a switch proves nothing. */
    private static final int QUIET_TURNS = 3;

    private Settling() {}

    static void of(Hub hub) {
        int quiet = 0;
        for (int turn = 0; turn < MAX_TURNS && quiet < QUIET_TURNS; turn++) {
            long before = hub.switches();
            Jevent.sleep();
            quiet = hub.switches() == before ? quiet + 1 : 0;
        }
        if (quiet == QUIET_TURNS) {
            Jevent.idle(); // runs the work that is due now
        }
    }
}
