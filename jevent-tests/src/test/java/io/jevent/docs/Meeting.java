// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import io.jevent.queue.Channel;

/** A channel keeps nothing: putting waits for the one who takes. */
final class Meeting {

    private Meeting() {}

    // @start region="program"
    static void main() {
        var channel = new Channel<String>();
        var giver = Jevent.spawn(() -> {
            channel.put("a letter");
            IO.println("handed over");
        });
        Jevent.sleep();
        IO.println("still in the giver's hand: " + channel.size());
        IO.println("got " + channel.get());
        giver.join();
    }
    // @end
}
