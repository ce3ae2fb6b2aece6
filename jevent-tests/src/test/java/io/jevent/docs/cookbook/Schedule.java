// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs.cookbook;

import io.jevent.Jevent;
import io.jevent.hub.Hub;
import java.time.Duration;

/** A task at even times. */
final class Schedule {

    private Schedule() {}

    // @start region="program"
    static void main() {
        long start = Hub.current().now();
        var backup = Jevent.spawn(() -> every(Duration.ofHours(1), () -> {
            IO.println("backup after "
                    + Duration.ofNanos(Hub.current().now() - start).toMinutes() + " minutes");
            Jevent.sleep(Duration.ofMinutes(10)); // it takes its time
        }));
        backup.setName("backup");
        Jevent.sleep(Duration.ofHours(4));
        backup.kill();
    }

    /** Runs a task at even times. It never overlaps with itself; a time at which it still runs is left out. */
    private static void every(Duration period, Runnable task) {
        long next = Hub.current().now();
        while (true) {
            do {
                next += period.toNanos(); // counted from the plan, so delays do not add up
            } while (next - Hub.current().now() < 0);
            Jevent.sleep(Duration.ofNanos(next - Hub.current().now()));
            try {
                task.run();
            } catch (RuntimeException e) { // one failure does not end the schedule
                Hub.current().handleError("the schedule", e);
            }
        }
    }
    // @end
}
