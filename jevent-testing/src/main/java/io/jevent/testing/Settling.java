// SPDX-License-Identifier: Apache-2.0
package io.jevent.testing;

import io.jevent.Jevent;
import io.jevent.hub.Hub;

/** What the end of a test waits for: those that can run come to an end or to a wait, unless they never will. */
final class Settling {

    private static final int MAX_TURNS = 1000;

    /** A callback may ready a greenlet behind us in the queue, so one turn without a switch proves nothing. */
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
            Jevent.idle(); // what is due now
        }
    }
}
