// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.load;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server in a process of its own, with the protocol of {@link io.jevent.bench.workload.Serving}: it first prints the
 * port it listens at, then answers each line with the memory it uses, and ends with its input.
 */
final class ServerProcess implements Server, AutoCloseable {

    private static final long FAREWELL_SECONDS = 3;

    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter questions;
    private final int port;

    private ServerProcess(Process process) throws IOException {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.questions = process.outputWriter(StandardCharsets.UTF_8);
        this.port = (int) number();
    }

    static ServerProcess start(List<String> command) throws IOException {
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            return new ServerProcess(process);
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    @Override
    public int port() {
        return port;
    }

    /** The operating system counts in ticks, mostly of 10 ms, so a round has to take many of them. */
    @Override
    public long processorNanos() {
        return process.info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .orElseThrow(() -> new IllegalStateException("the processor time of the server is not known"));
    }

    @Override
    public long memory() throws IOException {
        questions.write('\n');
        questions.flush();
        return number();
    }

    private long number() throws IOException {
        var line = answers.readLine();
        if (line == null) {
            throw new IOException("the server ended");
        }
        try {
            return Long.parseLong(line);
        } catch (NumberFormatException e) {
            throw new IOException("expected a number, the server said: " + line, e);
        }
    }

    @Override
    public void close() {
        try {
            questions.close();
            if (!process.waitFor(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException _) {
            process.destroyForcibly();
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
