// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import java.io.IOException;
import java.util.List;

/** A failure stays in its greenlet until another one reads the result. */
@SuppressWarnings("CatchingUnchecked")
final class Failures {

    private Failures() {}

    // @start region="program"
    static void main() {
        Greenlet<String> good = Jevent.spawn(() -> "fine");
        Greenlet<String> bad = Jevent.spawn(() -> {
            throw new IOException("no such page");
        });
        Jevent.joinAll(good, bad); // does not throw

        try {
            bad.result();
        } catch (Exception e) {
            IO.println("result() throws " + e);
        }
        try {
            Jevent.joinAllOrThrow(List.of(good, bad));
        } catch (Exception e) {
            IO.println("joinAllOrThrow() throws " + e);
        }
    }
    // @end
}
