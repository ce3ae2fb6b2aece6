// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs.guides;

import io.jevent.Jevent;
import io.jevent.event.AsyncResult;
import io.jevent.hub.Hub;
import java.time.Duration;

/** A report of a greenlet that waits in vain. */
final class Stuck {

    private Stuck() {}

    // @start region="program"
    static void main() {
        var answer = new AsyncResult<String>();
        var waiter = Jevent.spawn(() -> answer.result());
        waiter.setName("waiter");
        var clock = Jevent.spawn(
                () -> { // runs on, so this is no deadlock
                    while (true) {
                        Jevent.sleep(Duration.ofSeconds(1));
                    }
                });
        clock.setName("clock");
        Jevent.sleep(Duration.ofMillis(10));
        IO.println(Hub.current().report());
    }
    // @end
}
