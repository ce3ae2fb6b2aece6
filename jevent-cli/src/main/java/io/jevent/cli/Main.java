// SPDX-License-Identifier: Apache-2.0
package io.jevent.cli;

import io.jevent.internal.settings.Setting;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The main class behind {@code ./jevent}, which has chosen a JDK, rebuilt stale modules and set the flags of the JVM.
 *
 * <p>The script parses the options of the command line and passes them as system properties: {@code jevent.trace},
 * {@code jevent.maxBlocking}, {@code jevent.patch}, and for the compiler of source programs {@code jevent.javac.path}
 * and {@code jevent.javac.options}.
 */
public final class Main {
    private Main() {}

    /**
     * Runs {@code run TARGET [ARGS]}, {@code example [NAME [ARGS]]} or {@code sim FILE [ARGS]}.
     *
     * @param args the command and its arguments
     * @throws Throwable what the program threw; the JVM prints it and exits with status 1
     */
    public static void main(String[] args) throws Throwable {
        try {
            dispatch(args);
        } catch (LauncherException e) {
            System.err.println("jevent: " + e.getMessage());
            System.exit(e.status());
        }
    }

    private static void dispatch(String[] args) throws Throwable {
        String command = args.length == 0 ? "" : args[0];
        String[] rest = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
        checkSettings();
        MaxBlocking.setDefault();
        Patches.apply();
        switch (command) {
            case "run" -> Run.target(rest);
            case "sim" -> System.exit(Simulate.program(rest, Path.of(""), System.out));
            case "example" -> Examples.runOrList(rest, System.out);
            default -> throw LauncherException.usage("unknown command '" + command + "'; try './jevent --help'");
        }
    }

    private static void checkSettings() {
        try {
            Setting.check();
        } catch (IllegalArgumentException e) {
            throw LauncherException.usage(String.valueOf(e.getMessage())).because(e);
        }
    }
}
