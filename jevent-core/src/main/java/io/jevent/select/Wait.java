// SPDX-License-Identifier: Apache-2.0
package io.jevent.select;

import io.jevent.Jevent;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Deadline;
import io.jevent.hub.Linkable;
import java.time.Duration;
import java.util.List;

/** The wait of one call: until something can be found ready. */
final class Wait {

    private Wait() {}

    /**
     * Yields once if something is ready or the call must not wait, so that a caller that selects in a loop does not
     * block the other greenlets; then waits until something is ready that no other has taken before this greenlet runs.
     *
     * @return false if the time passed first
     */
    static boolean untilReady(List<? extends Linkable> views, long nanos) {
        if (nanos == 0 || anyReady(views)) {
            CurrentGreenlet.sleep(0);
        }
        var deadline = new Deadline(nanos);
        while (!anyReady(views)) {
            long left = deadline.left();
            if (left == 0) {
                return false;
            }
            if (views.isEmpty()) {
                CurrentGreenlet.sleep(left);
            } else {
                var _ = Jevent.await(views, 1, Duration.ofNanos(left));
            }
        }
        return true;
    }

    private static boolean anyReady(List<? extends Linkable> views) {
        for (Linkable view : views) {
            if (view.isReady()) {
                return true;
            }
        }
        return false;
    }
}
