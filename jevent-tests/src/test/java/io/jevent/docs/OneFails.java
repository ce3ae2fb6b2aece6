// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import io.jevent.scope.Scope;
import java.time.Duration;

/** A scope with a child that fails. */
@SuppressWarnings("FutureReturnValueIgnored")
final class OneFails {

    private OneFails() {}

    // @start region="program"
    static void main() throws Exception {
        try {
            Scope.call(scope -> {
                scope.spawn(() -> download());
                scope.spawn(() -> {
                    Jevent.sleep(Duration.ofSeconds(1));
                    throw new IllegalStateException("the disk is full");
                });
                Jevent.sleep(Duration.ofHours(1)); // cut short
                return "never";
            });
        } catch (IllegalStateException e) {
            IO.println("failed: " + e.getMessage());
        }
    }

    private static void download() {
        try {
            Jevent.sleep(Duration.ofHours(1));
        } finally {
            IO.println("the download was given up");
        }
    }
    // @end
}
