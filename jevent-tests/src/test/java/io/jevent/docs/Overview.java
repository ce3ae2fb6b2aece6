// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.hub.Hub;
import java.time.Duration;

/** A report of all greenlets. */
final class Overview {

    private Overview() {}

    // @start region="program"
    static void main() {
        var opening = new Event();
        var guest = Jevent.spawn(() -> opening.await());
        var cook = Jevent.spawn(() -> Jevent.sleep(Duration.ofHours(1)));
        guest.setName("guest");
        cook.setName("cook");
        Jevent.sleep();
        IO.println(Hub.current().report());
    }
    // @end
}
