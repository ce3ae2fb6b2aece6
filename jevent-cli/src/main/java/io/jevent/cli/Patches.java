// SPDX-License-Identifier: Apache-2.0
package io.jevent.cli;

import io.jevent.monkey.Monkey;
import io.jevent.monkey.MonkeyPatchException;
import org.jspecify.annotations.Nullable;

/** Patches what {@code --patch=WHAT} says, before any class of the program is loaded. */
final class Patches {

    private Patches() {}

    /** The agent is loaded by the program, not by the JVM's flag: with that, the JVM uses no AOT cache. */
    static void apply() {
        @Nullable String what = System.getProperty("jevent.patch");
        if (what == null) {
            return;
        }
        try {
            boolean _ = Monkey.patch(what);
        } catch (IllegalArgumentException e) {
            throw LauncherException.usage("--patch=" + what + ": " + e.getMessage())
                    .because(e);
        } catch (MonkeyPatchException e) {
            throw LauncherException.program("--patch=" + what + ": " + e.getMessage())
                    .because(e);
        }
    }
}
