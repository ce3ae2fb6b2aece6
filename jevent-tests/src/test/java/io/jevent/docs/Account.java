// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.lock.RLock;
import java.util.ArrayList;

/** The counter of the chapter on determinism, repaired with a lock. */
final class Account {

    // @start region="program"
    private final RLock lock = new RLock();
    private int count;

    void main() {
        var greenlets = new ArrayList<Greenlet<?>>();
        for (int i = 0; i < 10; i++) {
            greenlets.add(Jevent.spawn(() -> {
                for (int k = 0; k < 10; k++) {
                    increment();
                }
            }));
        }
        Jevent.joinAll(greenlets);
        IO.println("100 increments, and the count is " + count);
    }

    private void increment() {
        try (var _ = lock.hold()) {
            int seen = count;
            Jevent.sleep(); // others run here, but none of them in this block
            count = seen + 1;
        }
    }
    // @end
}
