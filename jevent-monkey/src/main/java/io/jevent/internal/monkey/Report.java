// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.monkey.patch.Patch;
import java.util.List;

/** Describes which patches are applied. */
public final class Report {

    /** Calls for which no patch exists; they belong in a ThreadPool. */
    private static final List<String> WHATEVER = List.of(
            "long computations",
            "native methods of libraries, and memory-mapped files",
            "reading and writing regular files, which takes as long as the disk does; ThreadedFile uses threads",
            "Files.copy, Files.move, Files.walk and what else asks the file system without opening a stream or a channel",
            "whatever waits while a native method or the initializer of a class is among its callers");

    private Report() {}

    /**
     * Makes the report.
     *
     * @return lines of text
     */
    public static String make() {
        Patcher patcher = Patcher.ifThere();
        var text = new StringBuilder("patched:\n");
        for (Patch patch : Patch.values()) {
            if (patcher != null && patcher.isActive(patch)) {
                line(
                        text,
                        patch,
                        patch == Patch.THREAD
                                ? patch.effect() + ": " + String.join(", ", patcher.threadPackages())
                                : patch.effect());
            }
        }
        text.append("not patched:\n");
        for (Patch patch : Patch.values()) {
            if (patcher == null || !patcher.isActive(patch)) {
                line(text, patch, patch.effect());
            }
        }
        text.append("holds up the hub whatever is patched:\n");
        for (String what : WHATEVER) {
            text.append("  ").append(what).append('\n');
        }
        if (patcher != null) {
            patcher.failures()
                    .forEach((name, reason) -> text.append("left as it is: ")
                            .append(name)
                            .append(": ")
                            .append(reason)
                            .append('\n'));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, Patch patch, String what) {
        text.append(String.format("  %-10s  %s%n", patch.option(), what));
    }
}
