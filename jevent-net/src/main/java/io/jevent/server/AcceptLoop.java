// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.exceptions.GreenletSignal;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Hub;
import io.jevent.hub.HubErrorHandler;
import java.util.function.BooleanSupplier;

/** How servers accept: one thing after the other, giving way now and then, with pauses after failures. */
final class AcceptLoop {

    private final BaseServer server;
    private final ServerOptions options;

    AcceptLoop(BaseServer server, ServerOptions options) {
        this.server = server;
        this.options = options;
    }

    /** Accepts one thing and deals with it. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    /** Repeats {@code step} as long as {@code open} says so, in the current greenlet. */
    void run(BooleanSupplier open, Step step) {
        Hub hub = Hub.current();
        long pause = 0;
        int inRow = 0;
        long switches = hub.switches();
        while (open.getAsBoolean()) {
            try {
                step.run();
                pause = 0;
            } catch (GreenletSignal s) {
                throw s;
            } catch (Throwable t) {
                if (!open.getAsBoolean()) {
                    return;
                }
                HubErrorHandler.report(hub, server, t);
                pause = pause == 0 ? options.minDelay : Math.min(2 * pause, options.maxDelay);
                CurrentGreenlet.sleep(pause);
            }
            inRow = hub.switches() == switches ? inRow + 1 : 1;
            if (inRow >= options.maxAccept) {
                CurrentGreenlet.sleep(0);
                inRow = 0;
            }
            switches = hub.switches();
        }
    }
}
