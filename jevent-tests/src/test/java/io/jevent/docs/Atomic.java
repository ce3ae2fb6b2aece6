// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import java.util.ArrayList;

/** A counter without a lock, changed by greenlets that do not wait in between, and by some that do. */
final class Atomic {

    // @start region="program"
    private int count;

    void main() {
        run(() -> {
            int seen = count;
            count = seen + 1; // nobody else ran since the line above
        });
        run(() -> {
            int seen = count;
            Jevent.sleep(); // here everybody else runs
            count = seen + 1;
        });
    }

    private void run(Runnable increment) {
        count = 0;
        var greenlets = new ArrayList<Greenlet<?>>();
        for (int i = 0; i < 10; i++) {
            greenlets.add(Jevent.spawn(() -> {
                for (int k = 0; k < 10; k++) {
                    increment.run();
                }
            }));
        }
        Jevent.joinAll(greenlets);
        IO.println("100 increments, and the count is " + count);
    }
    // @end
}
