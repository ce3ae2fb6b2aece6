// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The line that says on what the numbers were measured. */
final class Machine {

    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    private static final double BUSY_SHARE = 0.5;

    private Machine() {}

    /** Returns processor, operating system and JDK. */
    static String describe() {
        return String.join(
                ", ",
                processor(),
                Runtime.getRuntime().availableProcessors() + " processors",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                "JDK " + Runtime.version() + " " + System.getProperty("java.vendor"));
    }

    /** Returns a warning if others use the processors, or empty. */
    static Optional<String> busy() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        double load = system.getSystemLoadAverage();
        int processors = system.getAvailableProcessors();
        return load < processors * BUSY_SHARE
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "the load average is %.1f on %d processors: the numbers will be noisy",
                        load,
                        processors));
    }

    private static String processor() {
        try {
            for (var line : Files.readAllLines(CPUINFO, StandardCharsets.UTF_8)) {
                if (line.startsWith("model name")) {
                    return line.substring(line.indexOf(':') + 1).strip();
                }
            }
        } catch (IOException _) {
            // Only Linux has this file.
        }
        return "unknown processor";
    }
}
