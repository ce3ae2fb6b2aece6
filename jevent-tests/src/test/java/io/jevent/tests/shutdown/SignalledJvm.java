// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.shutdown;

import io.jevent.Jevent;
import io.jevent.tests.programs.DefaultSignals;
import io.jevent.tests.programs.Signals;
import java.io.BufferedReader;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs programs of these tests in JVMs of their own and sends them signals. */
final class SignalledJvm {

    private SignalledJvm() {}

    /** The exit status and the output of a program. */
    record Ran(int status, List<String> out, String err) {}

    static Process start(String... arguments) throws Exception {
        return start(Map.of(), List.of(), arguments);
    }

    static Process start(Map<String, String> environment, List<String> flags, String... arguments) throws Exception {
        return start(SignalledProgram.class, environment, flags, arguments);
    }

    static Process start(Class<?> program, Map<String, String> environment, List<String> flags, String... arguments)
            throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                place(Jevent.class) + File.pathSeparator + place(program)));
        command.addAll(flags);
        command.add(program.getName());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(DefaultSignals.of(command));
        builder.environment().keySet().removeIf(name -> name.equals("_JAVA_SR_SIGNUM") || name.endsWith("_OPTIONS"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Path place(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /** Starts a program, and sends it each signal after it has printed the line that goes with it. */
    static Ran run(Process process, String... linesAndSignals) throws Exception {
        try (BufferedReader out = process.inputReader()) {
            var lines = new ArrayList<String>();
            for (int i = 0; i < linesAndSignals.length; i += 2) {
                String line;
                do {
                    line = out.readLine();
                    lines.add(String.valueOf(line));
                } while (line != null && !line.equals(linesAndSignals[i]));
                Signals.send(linesAndSignals[i + 1], process);
            }
            out.lines().forEach(lines::add);
            String err = String.join("\n", process.errorReader().lines().toList());
            return new Ran(process.waitFor(), lines, err);
        } finally {
            process.destroyForcibly();
        }
    }
}
