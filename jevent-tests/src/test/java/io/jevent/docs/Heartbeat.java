// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import io.jevent.hub.Hub;
import java.time.Duration;

/** A timer that repeats and a greenlet in the background; neither keeps the hub alive. */
@SuppressWarnings("FutureReturnValueIgnored")
final class Heartbeat {

    private Heartbeat() {}

    // @start region="program"
    static void main() {
        var beat = Hub.current()
                .schedule(Duration.ofSeconds(1), () -> IO.println("beat"))
                .every(Duration.ofSeconds(5))
                .keepAlive(false);
        Jevent.spawn(() -> {
            while (true) {
                Jevent.sleep(Duration.ofSeconds(4), false);
                IO.println("cleaned up");
            }
        });
        Jevent.spawn(() -> Jevent.sleep(Duration.ofSeconds(10)));
        Hub.current().join();
        IO.println("nothing else is left; the timer is pending: " + beat.isPending());
    }
    // @end
}
