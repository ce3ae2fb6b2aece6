// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import io.jevent.pool.Group;
import java.time.Duration;

/** Ending greenlets together. */
@SuppressWarnings("FutureReturnValueIgnored")
final class Crowd {

    private Crowd() {}

    // @start region="program"
    static void main() {
        var crowd = new Group();
        for (int i = 0; i < 1000; i++) {
            crowd.spawn(() -> Jevent.sleep(Duration.ofDays(1)));
        }
        IO.println("all gone after a second: " + crowd.join(Duration.ofSeconds(1)));
        crowd.kill();
        IO.println("left: " + crowd.size());
    }
    // @end
}
