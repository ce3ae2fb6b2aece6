// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Jevent;
import io.jevent.signal.Signals;
import java.time.Duration;

/**
 * A greenlet that would run for long, and a signal that ends it, and with it the program.
 *
 * <p>The signal is the one that the first argument names, SIGQUIT without one. The JVM keeps that for itself unless it
 * is started with {@code -Xrs}: {@code ./jevent example -J-Xrs shutdown}.
 */
final class OrderlyEnd {

    private OrderlyEnd() {}

    // @start region="program"
    static void main(String[] args) {
        var worker = Jevent.spawn(() -> Jevent.sleep(Duration.ofSeconds(1000)));
        String signal = args.length > 0 ? args[0] : "QUIT";
        try (var _ = Signals.handle(signal, worker::kill)) {
            worker.join();
        }
    }
    // @end
}
