// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs.guides;

import io.jevent.Jevent;
import io.jevent.queue.Queue;

/** A loop over a queue that is never shut down. */
final class Unguarded {

    private Unguarded() {}

    // @start region="program"
    static void main() {
        var orders = new Queue<String>();
        var cook = Jevent.spawn(() -> {
            for (String order : orders) {
                IO.println("cooks " + order);
            }
        });
        cook.setName("cook");
        orders.put("soup");
        cook.join(); // no greenlet shuts the queue down
    }
    // @end
}
