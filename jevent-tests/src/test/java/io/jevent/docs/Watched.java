// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import io.jevent.file.FileWatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Waits for changes of a file. */
final class Watched {

    private Watched() {}

    // @start region="program"
    static void main() throws IOException {
        Path config = Files.createTempDirectory("watched").resolve("config");
        try (var watcher = FileWatcher.open(config)) {
            var reader = Jevent.spawn(() -> {
                IO.println(watcher.take().kind());
                while (Files.size(config) == 0) {
                    watcher.take(); // created, and not written yet
                }
                IO.println(Files.readString(config));
                return null;
            });
            Files.writeString(config, "color=blue");
            reader.join();
        }
    }
    // @end
}
