// SPDX-License-Identifier: Apache-2.0
package io.jevent.python;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs Python programs in JVMs of their own, and with the Python of the system. */
final class PythonPrograms {

    /** Only ends a hang. */
    private static final long LIMIT_SECONDS = 600;

    static final Path PROGRAMS = Path.of("src/test/resources/programs").toAbsolutePath();

    private PythonPrograms() {}

    record Result(int status, String out, String err) {}

    /** The engine for Python 2 or 3, with flags for its JVM. */
    static Result run(int python, List<String> flags, String... arguments) throws Exception {
        return start(Path.of("").toAbsolutePath(), Map.of(), command(python, flags, arguments));
    }

    /** Runs several programs one after the other in one JVM, each in an interpreter of its own (Python 3 only). */
    static List<Result> runTogether(Path folder, List<String> flags, List<List<String>> programs) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(folder.toString()));
        for (List<String> program : programs) {
            arguments.addAll(program);
            arguments.add(PythonBatch.SEPARATOR);
        }
        Result all = start(
                Path.of("").toAbsolutePath(),
                Map.of(),
                command(3, flags, PythonBatch.class, arguments.toArray(String[]::new)));
        if (all.status() != 0) {
            throw new IOException(all.toString());
        }
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < programs.size(); i++) {
            results.add(new Result(
                    Integer.parseInt(text(folder.resolve(i + ".status"))),
                    text(folder.resolve(i + ".out")),
                    text(folder.resolve(i + ".err"))));
        }
        return results;
    }

    static List<String> command(int python, List<String> flags, String... arguments) {
        return command(python, flags, PythonMain.class, arguments);
    }

    private static List<String> command(int python, List<String> flags, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xss16m",
                "-Djevent.python=" + python));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Whether the Python of the system has a module. */
    static boolean hasSystemPython(String module) throws Exception {
        return Files.isExecutable(Path.of("/usr/bin/python3"))
                && start(Path.of("").toAbsolutePath(), Map.of(), List.of("/usr/bin/python3", "-c", "import " + module))
                                .status()
                        == 0;
    }

    static Result start(Path folder, Map<String, String> environment, List<String> command) throws Exception {
        Path out = Files.createTempFile("python", ".out");
        Path err = Files.createTempFile("python", ".err");
        try {
            var builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command + " does not end\n" + text(out) + text(err));
            }
            return new Result(process.exitValue(), text(out), text(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    /** The files of the programs that are compared with gevent. */
    static String[] compared() throws IOException {
        try (var files = Files.list(PROGRAMS)) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(".py") && !name.endsWith("driver.py"))
                    .sorted()
                    .toArray(String[]::new);
        }
    }

    static String[] withDriver(String... files) {
        String[] arguments = new String[files.length + 1];
        arguments[0] = PROGRAMS.resolve("driver.py").toString();
        System.arraycopy(files, 0, arguments, 1, files.length);
        return arguments;
    }

    static List<String> systemCommand(String... arguments) {
        List<String> command = new ArrayList<>(List.of("/usr/bin/python3"));
        command.addAll(Arrays.asList(arguments));
        return command;
    }
}
