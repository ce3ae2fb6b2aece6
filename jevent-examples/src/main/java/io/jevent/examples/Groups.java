// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.pool.Group;

/** Greenlets that are waited for together. */
final class Groups {

    private Groups() {}

    // @start region="program"
    static void main() {
        var bar = talker("bar");
        var foo = talker("foo");
        var fizz = talker("fizz");

        var group = new Group();
        group.add(bar);
        group.add(foo);
        group.join();

        group.add(fizz);
        group.join();
    }

    private static Greenlet<?> talker(String word) {
        return Jevent.spawn(() -> {
            for (int i = 0; i < 3; i++) {
                IO.println(word);
            }
        });
    }
    // @end
}
