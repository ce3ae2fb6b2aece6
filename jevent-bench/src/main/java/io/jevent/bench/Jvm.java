// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a JVM like this one is started. */
final class Jvm {

    private Jvm() {}

    /** Returns the program and the flags it gets. */
    static List<String> command(List<String> flags) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        return command;
    }

    /** Returns the flag that gives it the classes of this JVM, wherever it is started. */
    static List<String> classPath() {
        var entries = new ArrayList<String>();
        for (var entry : System.getProperty("java.class.path").split(System.getProperty("path.separator"), -1)) {
            entries.add(Path.of(entry).toAbsolutePath().toString());
        }
        return List.of("-cp", String.join(System.getProperty("path.separator"), entries));
    }
}
