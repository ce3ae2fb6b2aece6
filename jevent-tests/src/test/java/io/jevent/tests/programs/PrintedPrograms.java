// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.programs;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Programs that are printed somewhere, run as {@code ./jevent run Program.java} does: compiled in memory against the
 * launcher's class path, with {@code main} as the root greenlet. They run one after the other in one JVM, because a
 * start takes longer than a program; if one ends the JVM, the next one gets a new JVM.
 */
public final class PrintedPrograms {

    private static final int LIMIT_SECONDS = 600;

    /** The modules that the launcher compiles programs against. */
    private static final Pattern API =
            Pattern.compile(".*/(jevent-(core|net|http|process|monkey|testing|zmq|cluster)|jspecify)\\b.*");

    private static final Pattern VISIBLE =
            Pattern.compile(API.pattern() + "|.*/(jevent-(cli|tests)/|netty-|jeromq|jnacl)(?!.*pkitesting).*");

    private final Path folder;
    private final List<Path> waiting = new ArrayList<>();
    private int number;

    /**
     * Makes an empty list.
     *
     * @param folder where the programs and their output are kept
     */
    public PrintedPrograms(Path folder) {
        this.folder = folder;
    }

    /**
     * The outcome of a program.
     *
     * @param out what it printed
     * @param err the error stream of the program and its hub
     * @param failure the text of the throwable that ended its {@code main}, or null
     * @param ended whether it ended, or printed all its lines; false if it ended the JVM or did not compile
     */
    public record Ran(String out, String err, @Nullable String failure, boolean ended) {}

    /**
     * Adds a program.
     *
     * @param text its source
     * @param virtualTime whether it runs with {@code --virtual-time}
     * @param lines the number of lines after which it is ended; zero if it ends by itself
     * @return the folder that its outcome is found by
     * @throws IOException if the folder cannot be written
     */
    public Path add(String text, boolean virtualTime, int lines) throws IOException {
        Path program = Files.createDirectories(folder.resolve(String.valueOf(number++)));
        Files.writeString(program.resolve("Program.java"), text);
        Files.writeString(program.resolve("clock"), virtualTime ? "virtual" : "real");
        Files.writeString(program.resolve("lines"), String.valueOf(lines));
        waiting.add(program);
        return program;
    }

    /**
     * Runs all programs that were added and have not run.
     *
     * @throws IOException if the JVM does not start
     * @throws InterruptedException if the calling thread is interrupted
     */
    public void run() throws IOException, InterruptedException {
        while (!waiting.isEmpty()) {
            int before = waiting.size();
            startJvm();
            waiting.removeIf(program -> Files.exists(program.resolve("done")));
            if (!waiting.isEmpty() && Files.exists(waiting.getFirst().resolve("err"))) {
                waiting.removeFirst(); // it ended the JVM
            }
            if (waiting.size() == before) {
                throw new IOException("the JVM did not start: " + Files.readString(folder.resolve("jvm")));
            }
        }
    }

    private void startJvm() throws IOException, InterruptedException {
        var command = new ArrayList<String>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Djevent.maxBlocking=0",
                "-Djevent.javac.path=" + classPath(API),
                "-cp",
                classPath(VISIBLE),
                FolderPrograms.class.getName()));
        waiting.forEach(program -> command.add(program.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("jvm").toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private static String classPath(Pattern wanted) {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(all.split(File.pathSeparator))
                .filter(entry -> wanted.matcher(entry).matches())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * Returns the outcome of a program.
     *
     * @param program its folder
     * @throws IOException if the folder cannot be read
     */
    public static Ran outcome(Path program) throws IOException {
        Path failure = program.resolve("failure");
        return new Ran(
                Files.readString(program.resolve("out")),
                Files.readString(program.resolve("err")),
                Files.exists(failure) ? Files.readString(failure) : null,
                Files.exists(program.resolve("done")));
    }
}
