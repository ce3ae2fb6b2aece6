// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import java.time.Duration;

/** A kill runs the finally blocks, and waits for them. */
@SuppressWarnings("CatchingUnchecked")
final class Killed {

    private Killed() {}

    // @start region="program"
    static void main() {
        var worker = Jevent.spawn(() -> {
            try {
                IO.println("working");
                Jevent.sleep(Duration.ofDays(1));
            } catch (Exception e) {
                IO.println("never printed: a kill is not an Exception");
            } finally {
                Jevent.sleep(Duration.ofSeconds(1)); // clean-up may wait
                IO.println("cleaned up");
            }
        });
        Jevent.sleep(); // let it begin
        worker.kill();
        IO.println("ended: " + worker.isReady() + ", failed: " + (worker.exception() != null));
    }
    // @end
}
