// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.exceptions.PinnedException;
import org.jspecify.annotations.Nullable;

/*
 * The first greenlets of a program park before any of them was ever resumed. The compiler compiles their frames with a
 * profile in which nothing after the switch has run, and puts an uncommon trap at the first branch, cast or unlinked
 * call there: each frame that is parked then traps when it resumes, a microsecond or ten for each of a million.
 * Invariant: after the call that switches, a frame that can be parked executes no such code, but only calls methods
 * that do; a method that has never run is not inlined. ColdWakeTest counts the traps.
 */
/** The place where greenlets leave their hub's thread: everything that waits in jevent comes here. */
final class SwitchPoint {

    private SwitchPoint() {}

    /** Leaves the thread until the hub resumes {@code greenlet}, which calls this itself. */
    static void leave(RawGreenlet greenlet) {
        Dispatcher dispatcher = greenlet.hub.dispatcher();
        long switches = dispatcher.switches();
        yieldThread(greenlet, dispatcher);
        arrive(greenlet, dispatcher, switches);
    }

    private static void yieldThread(RawGreenlet greenlet, Dispatcher dispatcher) {
        dispatcher.expectYield();
        try {
            Thread.yield();
        } catch (StackOverflowError e) {
            stay(greenlet, dispatcher, e);
        }
    }

    /** Yields again until the hub has resumed the greenlet: taking its stack resumes its thread as well. */
    private static void arrive(RawGreenlet greenlet, Dispatcher dispatcher, long switchesBefore) {
        long switches = switchesBefore;
        while (greenlet.state != State.RUNNING) {
            if (dispatcher.switches() == switches) {
                stay(greenlet, dispatcher, null);
            } else {
                switches = dispatcher.switches();
                yieldThread(greenlet, dispatcher);
            }
        }
    }

    /**
     * The thread could not be left, because its stack has ended or {@code greenlet} is pinned: only a wait that was
     * ended meanwhile can go on.
     */
    private static void stay(RawGreenlet greenlet, Dispatcher dispatcher, @Nullable StackOverflowError overflow) {
        dispatcher.forgetYield();
        if (greenlet.state == State.READY) {
            greenlet.hub.runQueue().remove(greenlet);
        } else if (!WaitList.claim(greenlet)) {
            greenlet.hub.cycle().takeMessagesUpTo(greenlet);
            greenlet.state = State.RUNNING;
            return;
        }
        Object on = greenlet.resumeWait();
        if (overflow != null) {
            throw overflow;
        }
        throw new PinnedException(greenlet.name(), on);
    }
}
