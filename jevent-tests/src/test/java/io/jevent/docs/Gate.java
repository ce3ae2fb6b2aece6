// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import io.jevent.event.Event;
import java.time.Duration;

/** An event is a gate: open or shut. */
@SuppressWarnings("FutureReturnValueIgnored")
final class Gate {

    private Gate() {}

    // @start region="program"
    static void main() {
        var gate = new Event();
        for (int i = 1; i <= 3; i++) {
            int number = i;
            Jevent.spawn(() -> {
                gate.await();
                IO.println(number + " goes through");
            });
        }
        Jevent.sleep(Duration.ofSeconds(1));
        gate.set(); // opens it, and wakes the three in the order in which they came
        gate.clear(); // shuts it behind them
        IO.println("the gate is shut again");
        IO.println("a fourth waits in vain: " + gate.await(Duration.ofSeconds(1)));
    }
    // @end
}
