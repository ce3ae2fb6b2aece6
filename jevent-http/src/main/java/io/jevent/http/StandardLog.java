// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.internal.logging.LogArea;
import io.jevent.internal.logging.Logging;
import java.io.PrintStream;

/** The log of servers whose options name none: a logger if the program configures logging, otherwise a stream. */
final class StandardLog implements AccessLog {

    private final PrintStream otherwise;
    private final AccessFormat format;

    StandardLog(PrintStream otherwise, AccessFormat format) {
        this.otherwise = otherwise;
        this.format = format;
    }

    @Override
    public void log(Entry entry) {
        String line = format.line(entry);
        if (!Logging.isOn() || !Logging.log(LogArea.HTTP_ACCESS, System.Logger.Level.INFO, line, null)) {
            otherwise.println(line);
        }
    }
}
