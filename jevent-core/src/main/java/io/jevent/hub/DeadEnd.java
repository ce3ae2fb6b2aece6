// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.exceptions.LoopExit;
import io.jevent.internal.logging.LogArea;

/**
 * Handles the moment at which nothing on a hub can run and nothing that the hub knows of can change that. If no thread
 * of the program could either, a {@link Hub#join} ends, or else {@link LoopExit} is raised. If one could, the hub waits
 * for it, and reports once, after a while, which greenlets wait for what.
 */
final class DeadEnd {

    private static final long FIRST_LOOK_NANOS = 10_000_000;
    private static final long LONGEST_LOOK_NANOS = 1_000_000_000;

    /** So much longer than a look that a thread which could act for a moment only does not move a virtual clock. */
    private static final long JUMP_AFTER_NANOS = 500_000_000;

    private static final long WARN_AFTER_NANOS = 10_000_000_000L;

    private final Hub hub;
    private final OutsideThreads outside;
    private boolean warned;

    /** Since when no greenlet has run, although callbacks may have: timers that do not keep the hub alive, messages. */
    private long stuckSince;

    private long switchesAtLeave = -1;

    /**
     * Grows when the hub comes here and when it leaves, so it is odd in between. Written by the hub, read by any
     * thread.
     */
    private volatile long passages;

    DeadEnd(Hub hub) {
        this.hub = hub;
        this.outside = new OutsideThreads(hub);
    }

    /**
     * Returns when there is a message or a timer is due, or when the main greenlet was made ready to raise an error.
     */
    @SuppressWarnings("NonAtomicVolatileUpdate") // only the hub's own thread writes it
    void reached() {
        passages++;
        try {
            if (hub.loop().isClosedWorld()) {
                raise();
            } else {
                waitForMessage();
            }
        } finally {
            switchesAtLeave = hub.switches();
            passages++;
        }
    }

    /** How often the hub has come here or left; odd while it is here. */
    long passages() {
        return passages;
    }

    /** Whether a thread of the program could wake a greenlet of this hub. */
    boolean couldBeWoken() {
        return !hub.loop().isClosedWorld() && outside.couldWake(Long.MAX_VALUE);
    }

    /** Ends the wait for the whole hub, or tells the program that it is stuck. */
    private void raise() {
        if (!hub.joining.finish()) {
            hub.principal().deliver(new LoopExit(DeadlockReport.of(hub)), Integer.MAX_VALUE);
        }
    }

    private void waitForMessage() {
        HubJoin joining = hub.joining;
        long begin = System.nanoTime();
        if (hub.switches() != switchesAtLeave) {
            stuckSince = begin;
        }
        long limit = joining.left();
        long look = FIRST_LOOK_NANOS;
        long waited = 0;
        if (hub.loop() instanceof VirtualTimeLoop && nobodyCould(waited)) {
            raise(); // the test of a stuck program is not to cost the first look's time
            return;
        }
        while (hub.messages().isEmpty()) {
            long untilTimer = hub.cycle().untilBackgroundTimer();
            if (untilTimer == 0) {
                return;
            }
            hub.messages().sleepParked(Math.min(Math.min(look, untilTimer), Math.max(1, limit - waited)));
            waited = System.nanoTime() - begin;
            if (!hub.messages().isEmpty()
                    || !hub.runQueue().isEmpty()
                    || hub.cycle().expectsAnything()) {
                return;
            }
            long stuck = System.nanoTime() - stuckSince;
            if (nobodyCould(stuck)) {
                raise();
                return;
            }
            if (waited >= limit) {
                joining.expire();
                return;
            }
            if (stuck >= JUMP_AFTER_NANOS && hub.cycle().jumpsToBackgroundTimer()) {
                return;
            }
            warnOnce(stuck);
            look = Math.min(look * 4, LONGEST_LOOK_NANOS);
        }
    }

    private boolean nobodyCould(long stuck) {
        return (hub.joining.onlyItsWaitersAreLeft() || !outside.couldWake(stuck))
                && hub.messages().isEmpty();
    }

    private void warnOnce(long stuck) {
        if (stuck >= WARN_AFTER_NANOS && !warned && !hub.isClosing()) {
            warned = true;
            String warning = "jevent: nothing on " + hub + " has been able to run for " + stuck / 1_000_000_000
                    + " s; only another thread of the program could wake it, for example " + outside.candidate() + ".\n"
                    + DeadlockReport.of(hub);
            ForeignCode.call(() -> hub.errors.warn(LogArea.HUB, warning));
        }
    }
}
