// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.monkey.patch.Patch;
import java.util.List;

/** Describes which patches are applied. */
public final class Report {

    /** Calls that block the hub with all patches; they belong in a ThreadPool. */
    private static final List<String> NO_PATCH = List.of(
            "long computations",
            "native methods of libraries, and memory-mapped files",
            "reads and writes of regular files, which take as long as the disk does; a ThreadedFile uses threads",
            "Files.copy, Files.move, Files.walk and other calls that ask the file system without a stream or a channel");

    private static final String PINNED =
            "waits while a native method or the initializer of a class is among the callers";

    /** The agent has stand-in threads for waits in LockSupport.park, and for no others. */
    private static final String PINNED_WITH_AGENT = "synchronized and Object.wait while a native method or the"
            + " initializer of a class is among the callers, and other waits in an initializer until another thread"
            + " ends them";

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
        text.append("no patch helps, these calls block the hub:\n");
        for (String call : NO_PATCH) {
            text.append("  ").append(call).append('\n');
        }
        text.append("  ").append(patcher == null ? PINNED : PINNED_WITH_AGENT).append('\n');
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
