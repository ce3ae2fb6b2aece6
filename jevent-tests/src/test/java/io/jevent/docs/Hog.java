// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import io.jevent.monitor.BlockingMonitor;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** A greenlet that blocks its hub, and is reported. */
final class Hog {

    private Hog() {}

    // @start region="program"
    static void main() {
        var caught = new AtomicBoolean();
        BlockingMonitor.addListener(report -> caught.set(true));
        try (var _ = BlockingMonitor.start(Duration.ofMillis(50))) {
            var hog = Jevent.spawn(() -> {
                while (!caught.get()) {
                    Thread.onSpinWait();
                }
            });
            hog.setName("hog");
            hog.join();
        }
    }
    // @end
}
