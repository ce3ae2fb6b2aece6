// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs.guides;

import io.jevent.Jevent;
import io.jevent.monitor.BlockingMonitor;
import io.jevent.monitor.BlockingReport;
import io.jevent.queue.Queue;
import java.time.Duration;

/** A report of a greenlet that blocks its hub. */
final class Spinning {

    private Spinning() {}

    // @start region="program"
    static void main() {
        var reports = new Queue<BlockingReport>();
        try (var _ = BlockingMonitor.start(Duration.ofMillis(50), reports::put)) {
            var reader = Jevent.spawn(() -> {
                while (reports.isEmpty()) {
                    Thread.onSpinWait(); // computes, and does not yield
                }
            });
            reader.setName("reader");
            reader.join();
        }
        BlockingReport report = reports.get();
        IO.println(report.holder().name() + " blocked the hub");
        IO.println("stack: " + !report.stack().isEmpty());
    }
    // @end
}
