// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;

/** A computation that yields now and then. */
final class LongComputation {

    private LongComputation() {}

    // @start region="program"
    static void main() {
        var sum = Jevent.spawn(() -> {
            long total = 0;
            for (int i = 1; i <= 1_000_000; i++) {
                total += i;
                if (i % 250_000 == 0) {
                    IO.println("at " + i);
                    Jevent.sleep(); // let the others run
                }
            }
            return total;
        });
        var other = Jevent.spawn(() -> IO.println("another greenlet, in between"));
        Jevent.joinAll(sum, other);
        IO.println(sum.result());
    }
    // @end
}
