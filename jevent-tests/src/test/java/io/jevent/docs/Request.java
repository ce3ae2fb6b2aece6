// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import io.jevent.local.ContextLocal;
import io.jevent.local.Local;
import io.jevent.pool.Group;
import java.util.List;

/** A value that greenlets inherit, beside one that they do not. */
final class Request {

    // @start region="program"
    private static final ContextLocal<String> USER = new ContextLocal<>("user", "nobody");
    private static final Local<Integer> STEPS = new Local<>("steps", () -> 0);

    static void main() {
        new Group().map(user -> serve(user), List.of("alice", "bob"));
        IO.println("main: " + USER.get());
    }

    private static int serve(String user) {
        USER.set(user);
        step("serve");
        Jevent.spawn(() -> step("query")).join();
        step("answer");
        return STEPS.get();
    }

    private static void step(String what) {
        STEPS.set(STEPS.get() + 1);
        IO.println(USER.get() + ": " + what + ", step " + STEPS.get() + " of this greenlet");
        Jevent.sleep();
    }
    // @end
}
