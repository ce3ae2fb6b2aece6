// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Jevent;
import java.io.IOException;
import java.nio.channels.Selector;
import java.time.Duration;

/** Two greenlets wait in the JDK's {@code select()}, which elsewhere blocks its thread; a third goes on meanwhile. */
final class Polling {

    private long start;

    // @start region="program"
    void main() throws IOException {
        try (var one = Selector.open();
                var other = Selector.open()) {
            Jevent.sleep(); // now everything is in place
            start = System.nanoTime();
            Jevent.joinAll(Jevent.spawn(() -> poll(one)), Jevent.spawn(() -> poll(other)), Jevent.spawn(() -> {
                IO.println("Hey lets do some stuff while the greenlets poll, " + clock());
                Jevent.sleep(Duration.ofSeconds(1));
            }));
        }
    }

    private int poll(Selector selector) throws IOException {
        IO.println("Started Polling: " + clock());
        int ready = selector.select(2000); // milliseconds; nothing is registered, so it waits them out
        IO.println("Ended Polling: " + clock());
        return ready;
    }
    // @end

    private String clock() {
        long tenths = (System.nanoTime() - start) / 100_000_000;
        return "at " + tenths / 10.0 + " seconds";
    }
}
