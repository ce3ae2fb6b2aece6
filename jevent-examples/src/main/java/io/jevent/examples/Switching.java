// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Jevent;

/** Two greenlets that yield to each other. */
final class Switching {

    private Switching() {}

    // @start region="program"
    static void main() {
        var foo = Jevent.spawn(() -> {
            IO.println("Running in foo");
            Jevent.sleep();
            IO.println("Explicit context switch to foo again");
        });
        var bar = Jevent.spawn(() -> {
            IO.println("Explicit context to bar");
            Jevent.sleep();
            IO.println("Implicit context switch back to bar");
        });
        Jevent.joinAll(foo, bar);
    }
    // @end
}
