// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import io.jevent.lock.RLock;

/** Two greenlets that wait for each other for ever. */
final class Embrace {

    private Embrace() {}

    // @start region="program"
    static void main() {
        var knife = new RLock();
        var fork = new RLock();
        var left = Jevent.spawn(() -> eat(knife, fork));
        var right = Jevent.spawn(() -> eat(fork, knife));
        left.setName("left");
        right.setName("right");
        Jevent.joinAll(left, right);
    }

    private static void eat(RLock first, RLock second) {
        try (var _ = first.hold()) {
            Jevent.sleep();
            try (var _ = second.hold()) {
                IO.println("eating");
            }
        }
    }
    // @end
}
