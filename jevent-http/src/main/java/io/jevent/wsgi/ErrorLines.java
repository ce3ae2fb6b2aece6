// SPDX-License-Identifier: Apache-2.0
package io.jevent.wsgi;

import io.jevent.internal.logging.LogArea;
import io.jevent.internal.logging.Logging;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The stream {@code wsgi.errors}: each line goes to a logger if the program configures logging. */
final class ErrorLines extends OutputStream {

    /** The longest line; a longer one is logged in parts. */
    private static final int LONGEST = 64 * 1024;

    private final PrintStream otherwise;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private ErrorLines(PrintStream otherwise) {
        this.otherwise = otherwise;
    }

    /**
     * Returns {@code otherwise}, or a stream whose lines go to a logger and, where that fails, to {@code otherwise}.
     */
    static PrintStream to(PrintStream otherwise) {
        return Logging.isOn() ? new PrintStream(new ErrorLines(otherwise), false, StandardCharsets.UTF_8) : otherwise;
    }

    @Override
    public void write(int value) {
        if (value == '\n') {
            log();
        } else if (value != '\r') {
            line.write(value);
            if (line.size() >= LONGEST) {
                log();
            }
        }
    }

    /** Logs the beginning of a line: the application is not going to end it. */
    @Override
    public void flush() {
        log();
    }

    private void log() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (!text.isEmpty() && !Logging.log(LogArea.WSGI, System.Logger.Level.ERROR, text, null)) {
            otherwise.println(text);
        }
    }
}
