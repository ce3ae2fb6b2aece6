// SPDX-License-Identifier: Apache-2.0
package io.jevent.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Records a program's run for {@code --trace=FILE}. */
final class Tracing {
    private Tracing() {}

    /**
     * Returns what records the program, if that was asked for.
     *
     * @throws LauncherException if the file cannot be written
     */
    static Optional<ProgramListener> requested() {
        @Nullable String file = System.getProperty("jevent.trace");
        if (file == null) {
            return Optional.empty();
        }
        throw LauncherException.usage("--trace=" + file + ": not available yet");
    }
}
