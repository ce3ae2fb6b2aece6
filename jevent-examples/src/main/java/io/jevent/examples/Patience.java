// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Timeout;
import java.time.Duration;

/** Three ways to limit a wait: a running timeout around a join, one around a result, and {@code withTimeout}. */
final class Patience {

    private Patience() {}

    // @start region="program"
    private static final Duration ONE_SECOND = Duration.ofSeconds(1);

    static void main() throws Exception {
        Greenlet<?> first = Jevent.spawn(() -> nap());
        try (var _ = Timeout.startNew(ONE_SECOND)) {
            first.join();
        } catch (Timeout expired) {
            IO.println("Thread 1 timed out");
        }

        Greenlet<String> second = Jevent.spawn(() -> nap());
        try (var _ = Timeout.startNew(ONE_SECOND)) {
            second.result();
        } catch (Timeout expired) {
            IO.println("Thread 2 timed out");
        }

        try {
            Jevent.withTimeout(ONE_SECOND, () -> nap());
        } catch (Timeout expired) {
            IO.println("Thread 3 timed out");
        }
    }

    private static String nap() {
        Jevent.sleep(Duration.ofSeconds(2));
        return "rested";
    }
    // @end
}
