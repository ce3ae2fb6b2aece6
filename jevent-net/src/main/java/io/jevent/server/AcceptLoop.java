// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.exceptions.GreenletSignal;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Hub;
import io.jevent.hub.HubErrorHandler;
import java.util.function.BooleanSupplier;

/** Accepts work for a server: yields after many connections in a row, and pauses after failures. */
final class AcceptLoop {

    private final BaseServer server;
    private final ServerOptions options;

    AcceptLoop(BaseServer server, ServerOptions options) {
        this.server = server;
        this.options = options;
    }

    /** Accepts one piece of work and starts its handler. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    /** Repeats {@code step} in the current greenlet while {@code open} is true. */
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
