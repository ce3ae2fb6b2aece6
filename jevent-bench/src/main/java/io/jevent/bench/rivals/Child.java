// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.rivals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM with one search. */
final class Child {

    private static final int TAIL = 300;

    private Child() {}

    /** Runs a command to its end, and returns what it printed, or an end of it if it does not end in time. */
    static String run(List<String> command, Duration limit) throws IOException {
        Path output = Files.createTempFile("jevent-rival", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!ended(process, limit)) {
                process.destroyForcibly().onExit().join();
                return tail(Files.readString(output)) + "\nno end in " + limit.toSeconds() + " s";
            }
            return Files.readString(output);
        } finally {
            Files.delete(output);
        }
    }

    private static boolean ended(Process process, Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }

    /** Returns the outcome that a search printed as its last line. */
    static Outcome outcome(String output) {
        List<String> lines = output.lines().toList();
        return lines.isEmpty()
                ? Outcome.broken("no output")
                : Outcome.parse(lines.getLast()).orElseGet(() -> Outcome.broken(tail(output)));
    }

    static String tail(String output) {
        return output.substring(Math.max(0, output.length() - TAIL)).strip();
    }

    static String java(Path home) {
        return home.resolve("bin/java").toString();
    }

    static Path ownJdk() {
        return Path.of(System.getProperty("java.home"));
    }
}
