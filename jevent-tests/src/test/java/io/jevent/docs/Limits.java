// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.event.Event;
import java.time.Duration;

/** A limit as the argument of a call: some calls return a boolean, others throw. */
final class Limits {

    private Limits() {}

    // @start region="program"
    static void main() throws Exception {
        var second = Duration.ofSeconds(1);
        var never = new Event();
        var stuck = Jevent.spawn(() -> never.await());

        IO.println("await: " + never.await(second));
        IO.println("join: " + stuck.join(second));
        String value = Jevent.withTimeout(second, "a value instead", () -> {
            never.await();
            return "the value";
        });
        IO.println("withTimeout: " + value);
        try {
            stuck.result(second);
        } catch (Timeout expired) {
            IO.println("result: " + expired);
        }
    }
    // @end
}
