// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.process;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The command line of another JVM like this one. Its class path has the class path and the module path of this one. */
public final class JvmCommand {

    /** Flags that only one JVM at a time can have, that write a file at its end, or that name modules. */
    private static final List<String> DROPPED = List.of(
            "-agentlib:jdwp",
            "-Xrunjdwp",
            "-Dcom.sun.management.jmxremote",
            "-Djevent.trace",
            "-Djdk.module",
            "-XX:AOTCacheOutput",
            "-XX:AOTMode",
            "-XX:AOTConfiguration",
            "-XX:ArchiveClassesAtExit",
            "-XX:StartFlightRecording",
            "-XX:OnOutOfMemoryError",
            "--add-modules",
            "--add-reads",
            "--patch-module",
            "--module-path",
            "--limit-modules",
            "--enable-native-access");

    private static final String PATCH = "--patch-module=";

    private JvmCommand() {}

    /**
     * Returns the command that starts a JVM with the flags and the classes of this one.
     *
     * @param main its main class
     * @return the program and its arguments
     */
    public static List<String> of(Class<?> main) {
        List<String> flags = ManagementFactory.getRuntimeMXBean().getInputArguments();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(kept(flags));
        command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-cp");
        command.add(classPath(flags));
        command.add(main.getName());
        return command;
    }

    /** The flags that another JVM may have, too; what was opened to a module is opened to the class path. */
    static List<String> kept(List<String> flags) {
        List<String> kept = new ArrayList<>();
        for (String flag : flags) {
            if (flag.startsWith("--add-opens=") || flag.startsWith("--add-exports=")) {
                kept.add(flag.substring(0, flag.lastIndexOf('=') + 1) + "ALL-UNNAMED");
            } else if (DROPPED.stream().noneMatch(flag::startsWith)) {
                kept.add(flag.startsWith("-D") ? asItIsNow(flag) : flag);
            }
        }
        return kept;
    }

    /** The program may have changed a property since it was started with it: so the launcher does. */
    private static String asItIsNow(String flag) {
        int equals = flag.indexOf('=');
        String value = equals < 0 ? null : System.getProperty(flag.substring(2, equals));
        return value == null ? flag : flag.substring(0, equals + 1) + value;
    }

    private static String classPath(List<String> flags) {
        Set<String> path = new LinkedHashSet<>();
        add(path, System.getProperty("java.class.path", ""));
        add(path, System.getProperty("jdk.module.path", ""));
        for (String flag : flags) {
            if (flag.startsWith(PATCH)) {
                add(path, flag.substring(flag.indexOf('=', PATCH.length()) + 1));
            }
        }
        return String.join(File.pathSeparator, path);
    }

    private static void add(Set<String> path, String more) {
        for (String entry : more.split(File.pathSeparator, -1)) {
            if (!entry.isEmpty()) {
                path.add(entry);
            }
        }
    }
}
