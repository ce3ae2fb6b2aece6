// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads lines of limited length. */
final class LineReader {

    private final InputStream in;
    private final int most;

    LineReader(InputStream in, int most) {
        this.in = new BufferedInputStream(in);
        this.most = most;
    }

    /** Returns the next line without its terminator; null at the end of the input. */
    @Nullable
    String next() throws IOException {
        var line = new ByteArrayOutputStream();
        int b;
        while ((b = in.read()) != '\n') {
            if (b < 0) {
                return line.size() == 0 ? null : text(line);
            }
            if (line.size() == most) {
                throw new LineTooLongException("a line may have at most " + most + " bytes");
            }
            line.write(b);
        }
        return text(line);
    }

    private static String text(ByteArrayOutputStream line) {
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** Thrown for a line that is longer than the limit. */
    static final class LineTooLongException extends IOException {

        private static final long serialVersionUID = 1L;

        LineTooLongException(String message) {
            super(message);
        }
    }
}
