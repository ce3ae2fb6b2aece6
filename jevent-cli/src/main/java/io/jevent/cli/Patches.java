// SPDX-License-Identifier: Apache-2.0
package io.jevent.cli;

import io.jevent.internal.settings.Setting;
import io.jevent.monkey.Monkey;
import io.jevent.monkey.patch.MonkeyPatchException;

/** Applies the patches of {@code --patch=WHAT}, before any class of the program is loaded. */
final class Patches {

    private Patches() {}

    /** The agent is loaded by the program, not by the JVM's flag: with that, the JVM uses no AOT cache. */
    static void apply() {
        Setting.PATCH.text().ifPresent(Patches::apply);
    }

    private static void apply(String what) {
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
