// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Jevent;
import io.jevent.event.AsyncResult;
import java.time.Duration;

/** A value that is there three seconds later. */
final class ResultOverTime {

    private ResultOverTime() {}

    // @start region="program"
    static void main() {
        var greeting = new AsyncResult<String>();
        var waiter = Jevent.spawn(() -> IO.println(greeting.result()));
        var setter = Jevent.spawn(() -> {
            Jevent.sleep(Duration.ofSeconds(3));
            greeting.set("Hello!");
        });
        Jevent.joinAll(setter, waiter);
    }
    // @end
}
