// SPDX-License-Identifier: Apache-2.0
package io.jevent.subprocess;

import io.jevent.Jevent;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;

/** Where these tests run: a hub whose clock stands still while a process is waited for. */
final class ProcessTesting {

    private ProcessTesting() {}

    /** The body of a test, which may throw anything. */
    @FunctionalInterface
    interface Body {
        void run() throws Exception;
    }

    static void run(Body body) throws Exception {
        try (Hub _ = Hub.open(new VirtualTimeLoop())) {
            Jevent.run(() -> {
                body.run();
                return null;
            });
        }
    }
}
