// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Jevent;
import io.jevent.pool.Group;
import java.time.Duration;
import java.util.List;

/** The same work on each of three numbers: all results at once, one by one in order, one by one as they come. */
final class SideBySide {

    private SideBySide() {}

    // @start region="program"
    private static final List<Integer> NUMBERS = List.of(0, 1, 2);

    static void main() {
        var group = new Group();
        group.map(
                _ -> {
                    IO.println("Size of group " + group.size());
                    IO.println("Hello from Greenlet " + Thread.currentThread().threadId());
                    return 0;
                },
                NUMBERS);

        IO.println("Ordered");
        new Group().imap(number -> work(number), NUMBERS).forEachRemaining(IO::println);

        IO.println("Unordered");
        new Group().imapUnordered(number -> work(number), NUMBERS).forEachRemaining(IO::println);
    }

    private static List<Object> work(int number) {
        Jevent.sleep(Duration.ofSeconds(3 - number));
        return List.of("task", number);
    }
    // @end
}
