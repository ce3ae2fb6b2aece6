// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs.guides;

import io.jevent.Jevent;
import io.jevent.local.ContextLocal;
import java.time.Duration;

/** A value that greenlets inherit, in log lines. */
final class Tagged {

    private Tagged() {}

    // @start region="program"
    private static final ContextLocal<String> REQUEST = new ContextLocal<>("request", "-");

    static void main() throws Exception {
        var first = Jevent.spawn(() -> REQUEST.where("r1", () -> handle(20)));
        var second = Jevent.spawn(() -> REQUEST.where("r2", () -> handle(10)));
        Jevent.joinAll(first, second);
        log("done");
    }

    private static boolean handle(int millis) {
        log("begins");
        Jevent.spawn(
                        () -> { // inherits the value
                            Jevent.sleep(Duration.ofMillis(millis));
                            log("has its data");
                        })
                .join();
        return true;
    }

    private static void log(String text) {
        IO.println("[" + REQUEST.get() + "] " + text);
    }
    // @end
}
