// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Jevent;
import io.jevent.Timeout;
import java.time.Duration;

/** A block with a time limit that fails with an exception of the program's own, which is not caught. */
final class TooLong {

    private TooLong() {}

    // @start region="program"
    static final class Overdue extends Exception {

        private static final long serialVersionUID = 1L;
    }

    static void main() throws Overdue {
        try (var _ = Timeout.startNew(Duration.ofSeconds(5), Overdue::new)) {
            Jevent.sleep(Duration.ofSeconds(10));
        }
    }
    // @end
}
