// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import java.time.Duration;

/** Work that a kill has to wait for. */
final class Shielded {

    private Shielded() {}

    // @start region="program"
    static void main() {
        var worker = Jevent.spawn(() -> {
            Jevent.shielded(() -> {
                IO.println("half written");
                Jevent.sleep(Duration.ofSeconds(1));
                IO.println("all written");
                return true;
            });
            Jevent.sleep(Duration.ofDays(1)); // the kill arrives here
            return "never";
        });
        Jevent.sleep();
        worker.kill();
        IO.println("killed");
    }
    // @end
}
