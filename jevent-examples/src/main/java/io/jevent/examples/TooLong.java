// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Jevent;
import io.jevent.Timeout;
import java.time.Duration;

/** A block with a time limit that fails with an exception of the program's own; nobody catches it. */
final class TooLong extends Exception {

    private static final long serialVersionUID = 1L;

    // @start region="program"
    static void main() throws TooLong {
        try (var _ = Timeout.startNew(Duration.ofSeconds(5), TooLong::new)) {
            Jevent.sleep(Duration.ofSeconds(10));
        }
    }
    // @end
}
