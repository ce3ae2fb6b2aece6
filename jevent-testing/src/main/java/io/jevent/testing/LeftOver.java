// SPDX-License-Identifier: Apache-2.0
package io.jevent.testing;

import io.jevent.hub.Hub;

/** A hub that earlier code has created on the thread of the test, by calling jevent without {@code Jevent.run}. */
final class LeftOver {

    private LeftOver() {}

    static void clear() {
        Hub hub = Hub.ifCurrent();
        if (hub == null) {
            return;
        }
        if (!hub.greenlets().isEmpty()) {
            throw new IllegalStateException(
                    "this thread has a hub with greenlets already, spawned before the test's own"
                            + " hub was made; spawn them in the test or in a @BeforeEach method, or close that hub:\n"
                            + hub.report());
        }
        hub.close();
    }
}
