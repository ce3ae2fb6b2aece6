// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import io.jevent.scope.Scope;
import java.time.Duration;

/** Two things fetched at once, for one result. */
final class Page {

    private Page() {}

    // @start region="program"
    static void main() throws Exception {
        String page = Scope.call(scope -> {
            var user = scope.spawn(() -> fetch("user", 2));
            var orders = scope.spawn(() -> fetch("orders", 3));
            return user.result() + " and " + orders.result();
        });
        IO.println(page);
    }

    private static String fetch(String what, int seconds) {
        Jevent.sleep(Duration.ofSeconds(seconds));
        return "the " + what;
    }
    // @end
}
