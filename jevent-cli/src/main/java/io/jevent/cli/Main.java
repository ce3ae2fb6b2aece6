// SPDX-License-Identifier: Apache-2.0
package io.jevent.cli;

import java.util.Arrays;

/**
 * What {@code ./jevent} starts once it has chosen a JDK, built what was stale and set the flags of the JVM.
 *
 * <p>The options of the command line are the script's business; they arrive here as system properties:
 * {@code jevent.trace}, {@code jevent.maxBlocking}, {@code jevent.patch}, and for the compiler of source programs
 * {@code jevent.javac.path} and {@code jevent.javac.options}.
 */
public final class Main {
    private Main() {}

    /**
     * Runs {@code run TARGET [ARGS]} or {@code example [NAME [ARGS]]}.
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
        MaxBlocking.normalizeProperty();
        Patches.apply();
        switch (command) {
            case "run" -> Run.target(rest);
            case "example" -> Examples.runOrList(rest, System.out);
            default -> throw LauncherException.usage("unknown command '" + command + "'; try './jevent --help'");
        }
    }
}
