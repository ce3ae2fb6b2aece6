// SPDX-License-Identifier: Apache-2.0
package io.jevent.cli;

import java.nio.file.Path;

/** Records a program's run for {@code --trace=FILE}. */
final class Tracing {
    private Tracing() {}

    /**
     * Returns what records the program into a file.
     *
     * @throws LauncherException if the file cannot be written
     */
    static ProgramListener into(Path file) {
        throw LauncherException.usage("--trace=" + file + ": not available yet");
    }
}
