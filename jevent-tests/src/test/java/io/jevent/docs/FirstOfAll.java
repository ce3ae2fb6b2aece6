// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Waiting for some of many. */
final class FirstOfAll {

    private FirstOfAll() {}

    // @start region="program"
    static void main() {
        var all = new ArrayList<Greenlet<Integer>>();
        for (int seconds : new int[] {3, 1, 2}) {
            all.add(Jevent.spawn(() -> {
                Jevent.sleep(Duration.ofSeconds(seconds));
                return seconds;
            }));
        }
        List<Greenlet<Integer>> first = Jevent.await(all, 1);
        IO.println("the first: " + first.getFirst().value());
        try (var ended = Jevent.iwait(all)) {
            ended.forEachRemaining(greenlet -> IO.println("ended: " + greenlet.value()));
        }
    }
    // @end
}
