// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;

/** Runs the body of a test under virtual time, on the test's own thread. */
public final class HubTesting {

    private HubTesting() {}

    /** What a test runs; it may throw anything. */
    @FunctionalInterface
    public interface Body {
        void run() throws Exception;
    }

    /** Runs {@code body} as the root greenlet of a new hub whose clock is virtual, and closes the hub. */
    public static void run(Body body) throws Exception {
        try (Hub _ = Hub.open(new VirtualTimeLoop())) {
            Jevent.run(() -> {
                body.run();
                return null;
            });
        }
    }
}
