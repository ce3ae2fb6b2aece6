// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import java.time.Duration;

/** Greenlets that start after a time, and one that is thought better of. */
final class Later {

    private Later() {}

    // @start region="program"
    static void main() {
        var tea = Jevent.spawnLater(Duration.ofMinutes(3), () -> "the tea is ready");
        var alarm = Jevent.spawnLater(Duration.ofHours(8), () -> IO.println("wake up"));
        tea.setName("tea");

        IO.println(tea.name() + ": " + tea.result());
        alarm.kill(); // it has not begun, and never will
        IO.println("ended: " + alarm.isReady() + ", killed: " + alarm.isCancelled());
    }
    // @end
}
