// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.Jevent;
import io.jevent.bench.workload.Lengths;
import io.jevent.bench.workload.Rounds;
import io.jevent.hub.Hub;
import io.jevent.hub.Timer;
import java.time.Duration;

/** Timers of a hub, started and cancelled on it. */
public final class TimersWorkload {

    private TimersWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Rounds.serve(args, count -> Jevent.run(() -> round(count)));
    }

    private static double round(int count) {
        var lengths = Lengths.seconds(count, 60, 60);
        var timers = new Timer[count];
        Runnable action = () -> {};
        var hub = Hub.current();
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            timers[i] = hub.schedule(Duration.ofNanos(lengths[i]), action);
        }
        for (var timer : timers) {
            timer.cancel();
        }
        return (double) (System.nanoTime() - begin) / count;
    }
}
