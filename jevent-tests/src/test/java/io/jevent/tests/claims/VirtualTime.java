// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.claims;

import io.jevent.Jevent;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import java.time.Duration;

final class VirtualTime {
    private final VirtualTimeLoop loop;

    VirtualTime(VirtualTimeLoop loop) {
        this.loop = loop;
    }

    interface Body {
        void run(VirtualTime time) throws Exception;
    }

    Duration now() {
        return Duration.ofNanos(loop.now());
    }

    static void run(Body body) throws Exception {
        var loop = new VirtualTimeLoop();
        try (Hub _ = Hub.open(loop)) {
            Jevent.run(() -> {
                body.run(new VirtualTime(loop));
                return true;
            });
        }
    }
}
