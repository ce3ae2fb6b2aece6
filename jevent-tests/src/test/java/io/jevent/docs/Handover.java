// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import io.jevent.lock.Semaphore;

/** A permit goes to the one who has waited longest. */
@SuppressWarnings("FutureReturnValueIgnored")
final class Handover {

    private Handover() {}

    // @start region="program"
    static void main() {
        var permit = new Semaphore(1);
        permit.acquire();
        for (String name : new String[] {"first", "second"}) {
            Jevent.spawn(() -> {
                permit.acquire();
                IO.println(name + " has it");
                permit.release();
            });
        }
        Jevent.sleep(); // both wait now

        permit.release();
        IO.println("main can have it back at once: " + permit.tryAcquire());
        permit.acquire();
        IO.println("main has it");
    }
    // @end
}
