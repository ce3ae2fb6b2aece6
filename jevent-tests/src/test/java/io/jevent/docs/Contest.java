// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.scope.Scope;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** The first answer wins; and time limits for all together. */
final class Contest {

    private Contest() {}

    // @start region="program"
    static void main() throws Exception {
        List<Callable<String>> mirrors = List.of(() -> ask("north", 3), () -> ask("south", 1), () -> ask("east", 2));
        IO.println(Scope.race(mirrors) + " was first");
        IO.println("all: " + Scope.all(mirrors));
        try {
            Scope.call(Duration.ofSeconds(2), scope -> {
                Duration left = scope.remaining().orElseThrow();
                IO.println("left: %.0f seconds".formatted(left.toMillis() / 1000.0));
                return Scope.all(mirrors);
            });
        } catch (Timeout expired) {
            IO.println("not all within " + expired.getMessage());
        }
    }

    private static String ask(String mirror, int seconds) {
        Jevent.sleep(Duration.ofSeconds(seconds));
        return mirror;
    }
    // @end
}
