// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.exceptions.LoopExit;

/**
 * What a hub does when nothing on it can run and nothing that it knows of can change that: if no thread of the program
 * could either, it raises {@link LoopExit}; if one could, it waits, and after a while says once who waits for what.
 */
final class DeadEnd {

    private static final long FIRST_LOOK_NANOS = 10_000_000;
    private static final long LONGEST_LOOK_NANOS = 1_000_000_000;
    private static final long WARN_AFTER_NANOS = 10_000_000_000L;

    private final Hub hub;
    private final OutsideThreads outside;
    private boolean warned;

    /**
     * Grows when the hub comes here and when it leaves, so it is odd in between. Written by the hub, read by any
     * thread.
     */
    private volatile long passages;

    DeadEnd(Hub hub) {
        this.hub = hub;
        this.outside = new OutsideThreads(hub);
    }

    /** Returns when there is a message, or the main greenlet was made ready to raise what is said here. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // only the hub's own thread writes it
    void reached() {
        passages++;
        try {
            waitForMessage();
        } finally {
            passages++;
        }
    }

    /** How often the hub has come here or left; odd while it is here. */
    long passages() {
        return passages;
    }

    private void waitForMessage() {
        long look = FIRST_LOOK_NANOS;
        long waited = 0;
        while (hub.messages().isEmpty()) {
            hub.messages().sleepParked(look);
            waited += look;
            if (!hub.messages().isEmpty() || !hub.ready().isEmpty()) {
                return;
            }
            if (!outside.couldWake() && hub.messages().isEmpty()) {
                RawGreenlet principal = hub.principal();
                principal.deliver(new LoopExit(DeadlockReport.of(hub)), Integer.MAX_VALUE);
                return;
            }
            if (waited >= WARN_AFTER_NANOS && !warned) {
                warned = true;
                hub.errors()
                        .say("jevent: nothing on " + hub + " has been able to run for " + waited / 1_000_000_000
                                + " s; only another thread of the program could wake it.\n" + DeadlockReport.of(hub));
            }
            look = Math.min(look * 4, LONGEST_LOOK_NANOS);
        }
    }
}
