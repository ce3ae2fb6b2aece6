// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import org.jspecify.annotations.Nullable;

/** The wait for a whole hub: it ends when nothing is left that could run or be woken. */
final class HubJoin {

    private final Hub hub;
    private @Nullable RawGreenlet waiting;
    private @Nullable Timer limit;

    HubJoin(Hub hub) {
        this.hub = hub;
    }

    /** As {@link Hub#join}. */
    boolean await(long nanos) {
        RawGreenlet greenlet = CurrentGreenlet.thatMayBlock();
        if (greenlet == null || greenlet != hub.principal()) {
            throw new IllegalStateException("only the main greenlet may wait for its whole hub: " + greenlet);
        }
        if (nanos <= 0) {
            CurrentGreenlet.idle();
            return !hub.cycle().expectsAnything();
        }
        waiting = greenlet;
        limit = nanos == Long.MAX_VALUE ? null : hub.startTimer(nanos, false, (Runnable) greenlet::waitTimedOut);
        try {
            return greenlet.block("everything else on the hub", Long.MAX_VALUE) != WaitList.TIMED_OUT;
        } finally {
            if (limit != null) {
                limit.cancel();
                limit = null;
            }
            waiting = null;
        }
    }

    /** How many of the hub's timers only limit this wait: they are nothing to wait for. */
    int limits() {
        return limit != null && limit.isPending() ? 1 : 0;
    }

    /** Ends the wait; false if nobody waits. */
    boolean finish() {
        if (waiting == null) {
            return false;
        }
        waiting.makeReady(null);
        return true;
    }
}
