// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The parent's side of a child process that follows the protocol of {@link io.jevent.bench.workload.Rounds}.
 *
 * <p>A child that fails or does not answer in time is ended, and what it last said is in the exception.
 */
final class Worker implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long FAREWELL_SECONDS = 5;
    private static final int LAST_WORDS = 6;

    private final Process process;
    private final Path errors;
    private final BufferedReader answers;
    private final BufferedWriter turns;
    private @Nullable String remark;

    private Worker(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.turns = process.outputWriter(StandardCharsets.UTF_8);
    }

    /**
     * Starts a child; returns when it has warmed up.
     *
     * @param scratch the folder for its error output
     * @throws IOException if it cannot be started or fails
     */
    static Worker start(Launch launch, Path scratch) throws IOException {
        var errors = Files.createTempFile(scratch, "worker", ".err");
        var builder =
                new ProcessBuilder(launch.command()).directory(scratch.toFile()).redirectError(errors.toFile());
        builder.environment().putAll(launch.environment());
        var worker = new Worker(builder.start(), errors);
        try {
            worker.awaitReady();
            return worker;
        } catch (IOException e) {
            worker.close();
            throw e;
        }
    }

    /**
     * Has the child run one round.
     *
     * @return its number
     * @throws IOException if the child fails
     */
    double round() throws IOException {
        turns.write('\n');
        turns.flush();
        var answer = answer();
        try {
            return Double.parseDouble(answer);
        } catch (NumberFormatException e) {
            throw new IOException("expected a number, the child said: " + answer, e);
        }
    }

    /** Returns the child's last remark. */
    Optional<String> remark() {
        return Optional.ofNullable(remark);
    }

    /** Ends the child. */
    @Override
    public void close() {
        try {
            turns.close();
        } catch (IOException _) {
            // The child has ended before its parent, which is as good.
        }
        try {
            if (!process.waitFor(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void awaitReady() throws IOException {
        var answer = answer();
        if (!answer.equals("ready")) {
            throw new IOException("expected \"ready\", the child said: " + answer);
        }
    }

    private String answer() throws IOException {
        var watchdog = CompletableFuture.runAsync(
                process::destroyForcibly, CompletableFuture.delayedExecutor(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        try {
            for (var line = answers.readLine(); line != null; line = answers.readLine()) {
                if (!line.startsWith("# ")) {
                    return line;
                }
                remark = line.substring(2);
            }
        } finally {
            watchdog.cancel(false);
        }
        throw new IOException("the child ended: " + lastWords());
    }

    private String lastWords() throws IOException {
        try {
            if (!process.waitFor(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                return "still running, but silent";
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a child ended", e);
        }
        var lines = Files.readAllLines(errors, StandardCharsets.UTF_8);
        var last = lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size());
        return String.format(Locale.ROOT, "exit code %d; %s", process.exitValue(), String.join(" | ", last));
    }
}
