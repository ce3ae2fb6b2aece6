// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import io.jevent.file.ThreadedInputStream;
import io.jevent.threadpool.ThreadPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads and writes files while others go on. */
final class LineReader {

    private LineReader() {}

    // @start region="program"
    static void main() throws IOException {
        var threads = ThreadPool.ofHub();
        Path file = threads.apply(() -> Files.writeString(Files.createTempFile("poem", ".txt"), "one\ntwo\n"));
        var other = Jevent.spawn(() -> IO.println("meanwhile"));
        try (var lines = new ThreadedInputStream(Files.newInputStream(file), "the poem")) {
            other.join();
            for (var line = lines.readLine(); line.isPresent(); line = lines.readLine()) {
                IO.println(line.get());
            }
        }
        threads.apply(() -> Files.deleteIfExists(file));
    }
    // @end
}
