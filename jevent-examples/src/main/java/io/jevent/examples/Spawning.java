// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import java.time.Duration;

/** Making greenlets: by hand, with {@code spawn}, and for a value. */
final class Spawning {

    private Spawning() {}

    // @start region="program"
    static void main() {
        // Make a greenlet, start it by hand ...
        var first = new Greenlet<>(() -> say("Hello", 1));
        first.start();

        // ... or let spawn() do both.
        Greenlet<String> second = Jevent.spawn(() -> say("I live!", 2));

        // The return value of the lambda is the result.
        int number = 2;
        Greenlet<Integer> third = Jevent.spawn(() -> number + 1);

        Jevent.joinAll(first, second, third);
    }

    private static String say(String words, int afterSeconds) {
        Jevent.sleep(Duration.ofSeconds(afterSeconds));
        IO.println(words);
        return words;
    }
    // @end
}
