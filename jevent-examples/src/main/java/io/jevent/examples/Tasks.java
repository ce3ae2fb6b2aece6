// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ThreadLocalRandom;

/** Work of random length, done piece by piece and all at once. */
final class Tasks {

    private Tasks() {}

    // @start region="program"
    static void main() {
        IO.println("Synchronous:");
        for (int number = 1; number <= 9; number++) {
            work(number);
        }

        IO.println("Asynchronous:");
        var greenlets = new ArrayList<Greenlet<?>>();
        for (int i = 0; i <= 9; i++) {
            int number = i;
            greenlets.add(Jevent.spawn(() -> work(number)));
        }
        Jevent.joinAll(greenlets);
    }

    private static void work(int number) {
        Jevent.sleep(Duration.ofMillis(ThreadLocalRandom.current().nextInt(3)));
        IO.println("Task " + number + " done");
    }
    // @end
}
