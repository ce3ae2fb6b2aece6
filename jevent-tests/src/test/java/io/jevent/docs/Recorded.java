// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import io.jevent.trace.TraceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A part of a program is recorded. */
final class Recorded {

    private Recorded() {}

    // @start region="program"
    static void main() throws IOException {
        Path page = Files.createTempFile("flow", ".html");
        try (var _ = TraceFile.record(page)) {
            var foo = Jevent.spawn(() -> Jevent.sleep());
            foo.setName("foo");
            foo.join();
        }
        IO.println(Files.readString(page).contains("foo"));
        Files.delete(page);
    }
    // @end
}
