// SPDX-License-Identifier: Apache-2.0
package io.jevent.python;

import io.jevent.Jevent;
import io.jevent.internal.python.PythonRun;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs several Python programs one after the other in one JVM, each in an interpreter and a hub of its own, as
 * {@link PythonMain} runs one. An interpreter is cheap in a JVM that has started one before.
 */
final class PythonBatch {

    static final String SEPARATOR = "--";

    /** Before a program that two hubs run. */
    static final String ON_TWO_HUBS = "on two hubs";

    private PythonBatch() {}

    /** Writes what the n-th program prints and its status to {@code n.out}, {@code n.err} and {@code n.status}. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        List<String> rest = List.of(args).subList(1, args.length);
        for (int number = 0; !rest.isEmpty(); number++) {
            int end = rest.indexOf(SEPARATOR);
            List<String> program = rest.subList(0, end);
            rest = rest.subList(end + 1, rest.size());
            try (var out = stream(folder.resolve(number + ".out"));
                    var err = stream(folder.resolve(number + ".err"))) {
                System.setOut(out);
                System.setErr(err);
                boolean twice = program.getFirst().equals(ON_TWO_HUBS);
                String[] arguments =
                        program.subList(twice ? 1 : 0, program.size()).toArray(String[]::new);
                int status = Jevent.run(() -> PythonRun.runOnHubs(arguments, twice ? 2 : 1));
                Files.writeString(folder.resolve(number + ".status"), String.valueOf(status));
            }
        }
        System.exit(0);
    }

    private static PrintStream stream(Path file) throws Exception {
        return new PrintStream(Files.newOutputStream(file), true, StandardCharsets.UTF_8);
    }
}
