// SPDX-License-Identifier: Apache-2.0
package io.jevent.cli;

import io.jevent.internal.settings.Setting;
import io.jevent.trace.TraceFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Records a program's run for {@code --trace=FILE}. */
final class Tracing {

    private final TraceFile trace;
    private final String file;

    private Tracing(TraceFile trace, String file) {
        this.trace = trace;
        this.file = file;
    }

    /**
     * Begins to record, if {@code --trace} was given.
     *
     * @throws LauncherException if the file cannot be written, or its name has no known suffix
     */
    static Optional<Tracing> requested() {
        return Setting.TRACE.text().map(Tracing::record);
    }

    private static Tracing record(String file) {
        try {
            return new Tracing(TraceFile.record(Path.of(file)), file);
        } catch (IllegalArgumentException e) {
            throw LauncherException.usage("--trace=" + file + ": " + e.getMessage())
                    .because(e);
        } catch (IOException e) {
            throw LauncherException.usage("--trace=" + file + ": cannot be written: " + reason(e))
                    .because(e);
        }
    }

    /**
     * Ends the recording and writes the file; a failure of that does not change the program's outcome. Any thread may
     * call it.
     */
    void end() {
        try {
            trace.close();
        } catch (IOException e) {
            System.err.println("jevent: --trace=" + file + ": cannot be written: " + reason(e));
        }
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        @Nullable String reason = e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
        return reason == null ? e.toString() : reason;
    }
}
