// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.programs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/** The output of a server that starts. */
final class FirstLines {

    private FirstLines() {}

    /** Waits for a line; what comes after it is discarded, so that the server never waits for a reader. */
    static void await(Process server, String text) throws IOException {
        BufferedReader out = server.inputReader();
        var all = new StringBuilder();
        for (String line; (line = out.readLine()) != null; ) {
            if (line.contains(text)) {
                Thread.ofVirtual().start(() -> discard(out));
                return;
            }
            all.append(line).append('\n');
        }
        throw new IOException(server.info().command().orElse("the server") + " ended at once:\n" + all);
    }

    private static void discard(BufferedReader out) {
        try {
            out.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
