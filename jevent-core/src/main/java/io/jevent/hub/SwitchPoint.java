// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.exceptions.PinnedException;
import org.jspecify.annotations.Nullable;

/** The place where greenlets leave their hub's thread: everything that waits in jevent comes here. */
final class SwitchPoint {

    private SwitchPoint() {}

    /** Leaves the thread until the hub resumes {@code greenlet}, which calls this itself. */
    static void leave(RawGreenlet greenlet) {
        Dispatcher dispatcher = greenlet.hub.dispatcher();
        do {
            long switches = dispatcher.switches();
            dispatcher.expectYield();
            try {
                Thread.yield();
            } catch (StackOverflowError e) {
                stay(greenlet, dispatcher, e);
            }
            if (greenlet.state != State.RUNNING && dispatcher.switches() == switches) {
                stay(greenlet, dispatcher, null);
            }
        } while (greenlet.state != State.RUNNING);
    }

    /**
     * The thread could not be left, because its stack has ended or {@code greenlet} is pinned: only a wait that was
     * ended meanwhile can go on.
     */
    private static void stay(RawGreenlet greenlet, Dispatcher dispatcher, @Nullable StackOverflowError overflow) {
        dispatcher.forgetYield();
        if (greenlet.state == State.READY) {
            greenlet.hub.runQueue().removeNewest();
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
