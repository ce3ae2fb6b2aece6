// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.event.Event;
import java.time.Duration;
import java.util.ArrayList;

/** One greenlet sets an event; five wait for it. */
final class Signalling {

    private Signalling() {}

    // @start region="program"
    static void main() {
        var done = new Event();
        var all = new ArrayList<Greenlet<?>>();
        all.add(Jevent.spawn(() -> {
            IO.println("A: Hey wait for me, I have to do something");
            Jevent.sleep(Duration.ofSeconds(3));
            IO.println("Ok, I'm done");
            done.set();
        }));
        for (int i = 0; i < 5; i++) {
            all.add(Jevent.spawn(() -> {
                IO.println("I'll wait for you");
                done.await();
                IO.println("It's about time");
            }));
        }
        Jevent.joinAll(all);
    }
    // @end
}
