// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
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
            return !hub.cycle().expectsAnything()
                    && (onlyWaitersOf(greenlet) || !hub.cycle().couldBeWoken());
        }
        waiting = greenlet;
        limit = nanos == Long.MAX_VALUE ? null : hub.startTimer(nanos, false, (DirectCallback) greenlet::waitTimedOut);
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

    /** Waits until nothing on the hub is ready to run; false if the time passed first. For the main greenlet. */
    boolean awaitQuiet(long nanos) {
        EventCycle cycle = hub.cycle();
        MainGreenlet main = hub.main();
        cycle.addIdler(main);
        try {
            return main.block("the hub being idle", nanos) != WaitList.TIMED_OUT;
        } finally {
            cycle.removeIdler(main);
        }
    }

    private boolean isAlone(RawGreenlet greenlet) {
        return othersThan(greenlet) == 0;
    }

    private int othersThan(RawGreenlet greenlet) {
        return hub.greenletCount() - (greenlet instanceof MainGreenlet ? 0 : 1);
    }

    /**
     * Whether each of the other greenlets waits, itself or through others, for the end of the one that joins the hub,
     * or sleeps without keeping the hub alive.
     */
    boolean onlyItsWaitersAreLeft() {
        return waiting != null && onlyWaitersOf(waiting);
    }

    /*
     * No thread can wake such a greenlet before the wait for the hub is over, so it is nothing to wait for.
     */
    private boolean onlyWaitersOf(RawGreenlet greenlet) {
        var waiters = new IdentityHashMap<RawGreenlet, List<RawGreenlet>>();
        Set<RawGreenlet> held = Collections.newSetFromMap(new IdentityHashMap<>());
        var next = new ArrayDeque<RawGreenlet>(List.of(greenlet));
        for (RawGreenlet other : hub.greenlets()) {
            if (other.waitingOn() instanceof Sleep sleep && !sleep.keepsAlive() && held.add(other)) {
                next.add(other);
            } else if (other.waitingOn() instanceof WaitTarget target) {
                for (RawGreenlet holder : target.holders()) {
                    waiters.computeIfAbsent(holder, _ -> new ArrayList<>()).add(other);
                }
            }
        }
        while (!next.isEmpty()) {
            for (RawGreenlet waiter : waiters.getOrDefault(next.remove(), List.of())) {
                if (held.add(waiter)) {
                    next.add(waiter);
                }
            }
        }
        held.remove(greenlet);
        return held.size() == othersThan(greenlet);
    }

    /** How many of the hub's timers only limit this wait: they are nothing to wait for. */
    int limits() {
        return limit != null && limit.isPending() ? 1 : 0;
    }

    /** How much of its time is left, on the hub's clock; {@link Long#MAX_VALUE} if it has no limit. */
    long left() {
        Timer timer = limit;
        return timer == null ? Long.MAX_VALUE : Math.max(0, timer.deadline - hub.now());
    }

    boolean isWaiting() {
        return waiting != null;
    }

    /** Ends the wait; false if there is none. */
    boolean finish() {
        if (waiting == null) {
            return false;
        }
        waiting.makeReady(null);
        return true;
    }

    /** Ends the wait if no other greenlet is left; false if one is, or if there is no wait. */
    boolean finishIfAlone() {
        RawGreenlet greenlet = waiting;
        return greenlet != null && isAlone(greenlet) && finish();
    }

    /** The wait took as long as its limit allows. */
    void expire() {
        RawGreenlet greenlet = waiting;
        if (greenlet != null) {
            greenlet.waitTimedOut();
        }
    }
}
