// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Jevent;
import io.jevent.Timeout;
import java.time.Duration;

/** A timeout that ends a wait for somebody else. */
final class Deadline {

    private Deadline() {}

    // @start region="program"
    static void main() {
        var limit = new Timeout(Duration.ofSeconds(10));
        limit.start();
        try {
            Jevent.spawn(() -> Jevent.sleep(Duration.ofSeconds(10))).join();
        } catch (Timeout expired) {
            IO.println("Could not complete");
        }
    }
    // @end
}
