// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;

/** Three greenlets in a queue. */
@SuppressWarnings("FutureReturnValueIgnored")
final class TurnTaking {

    private TurnTaking() {}

    // @start region="program"
    static void main() {
        for (String name : new String[] {"a", "b", "c"}) {
            Jevent.spawn(() -> {
                for (int turn = 1; turn <= 2; turn++) {
                    IO.println(name + turn);
                    Jevent.sleep();
                }
            });
        }
        IO.println("all spawned, none has run");
        Jevent.idle();
        IO.println("all have run");
    }
    // @end
}
