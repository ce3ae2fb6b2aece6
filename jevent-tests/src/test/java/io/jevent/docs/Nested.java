// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import io.jevent.Timeout;
import java.time.Duration;

/** Timeouts inside timeouts. */
final class Nested {

    private Nested() {}

    // @start region="program"
    static void main() {
        var whole = new Timeout(Duration.ofSeconds(5));
        var step = new Timeout(Duration.ofSeconds(60));
        try {
            whole.run(() -> step.run(() -> Jevent.sleep(Duration.ofHours(1))));
        } catch (Timeout expired) {
            IO.println("mine was the whole's time: " + whole.isMine(expired) + ", the step's: " + step.isMine(expired));
        }

        boolean finished = Timeout.silent(Duration.ofSeconds(5)).run(() -> Jevent.sleep(Duration.ofHours(1)));
        IO.println("finished: " + finished);
    }
    // @end
}
