// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts the work outside of a hub that may still wake it; any thread may begin and end an expectation. */
final class Expectations {

    private final Hub hub;
    private final AtomicInteger work = new AtomicInteger();
    private final AtomicInteger possible = new AtomicInteger();

    Expectations(Hub hub) {
        this.hub = hub;
    }

    void begin(Loop.Outside what) {
        switch (what) {
            case AT_WORK -> work.incrementAndGet();
            case POSSIBLE -> possible.incrementAndGet();
            case NOTHING -> {}
        }
    }

    void end(Loop.Outside what) {
        switch (what) {
            case AT_WORK -> work.decrementAndGet();
            case POSSIBLE -> possible.decrementAndGet();
            case NOTHING -> {
                return;
            }
        }
        if (!hub.isCurrent()) {
            hub.messages().wakeHub();
        }
    }

    /** Whether the end of some work will be reported. */
    boolean workIsOut() {
        return work.get() > 0;
    }

    /** Whether somebody out there may wake a greenlet. */
    boolean anythingIsPossible() {
        return possible.get() > 0;
    }
}
