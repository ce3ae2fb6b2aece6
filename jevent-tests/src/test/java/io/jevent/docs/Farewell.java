// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import java.time.Duration;

/** Clean-up at the end of a program. */
@SuppressWarnings("FutureReturnValueIgnored")
final class Farewell {

    private Farewell() {}

    // @start region="program"
    static void main() {
        Jevent.spawn(() -> {
            try {
                Jevent.sleep(Duration.ofDays(1));
            } finally {
                IO.println("saved");
            }
        });
        try {
            Jevent.sleep(Duration.ofSeconds(1)); // press Ctrl-C here, or wait
        } finally {
            IO.println("main ends");
        }
    }
    // @end
}
