// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Runs small programs for what they say. */
final class Shell {

    private Shell() {}

    /** Runs a program; returns what it said, its errors included, or empty if it is not there or failed. */
    static Optional<String> output(List<String> command) {
        try {
            var result = run(command);
            return result.exitCode() == 0 ? Optional.of(result.output()) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /**
     * Runs a program to its end.
     *
     * @throws IOException if it cannot be started
     */
    static Result run(List<String> command) throws IOException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.outputWriter(StandardCharsets.UTF_8).close();
        try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
            var output = reader.readAllAsString().strip();
            return new Result(process.waitFor(), output);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command.getFirst() + " ran", e);
        }
    }

    /**
     * How a program ended.
     *
     * @param exitCode its exit code
     * @param output what it said
     */
    record Result(int exitCode, String output) {}
}
