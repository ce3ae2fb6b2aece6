// SPDX-License-Identifier: Apache-2.0
package io.jevent.zmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.jevent.threadpool.ThreadPool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A Python process with pyzmq, and so with libzmq, as the peer. */
final class Libzmq implements AutoCloseable {

    private static final String PYTHON = "/usr/bin/python3";

    private final Process process;
    private final BufferedReader said;
    private final String endpoint;

    private Libzmq(Process process) throws IOException {
        this.process = process;
        this.said = process.inputReader(UTF_8);
        this.endpoint = hear("at ");
    }

    /** Starts a process; {@code words} are the arguments of peer.py. */
    static Libzmq start(String... words) throws IOException {
        require();
        var command = new ArrayList<>(List.of(PYTHON, script().toString()));
        command.addAll(Arrays.asList(words));
        return new Libzmq(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    private static void require() throws IOException {
        Process asked = new ProcessBuilder(PYTHON, "-c", "import zmq; assert zmq.has('curve')")
                .redirectErrorStream(true)
                .start();
        String answer = new String(asked.getInputStream().readAllBytes(), UTF_8);
        if (asked.onExit().join().exitValue() != 0) {
            String words = "NOT TESTED AGAINST LIBZMQ: no pyzmq; apt-get install python3-zmq. " + answer;
            if (System.getenv("JEVENT_NEED_LIBZMQ") != null) {
                fail(words);
            }
            System.err.println(words);
            Assumptions.abort(words);
        }
    }

    private static Path script() throws IOException {
        try (InputStream source = Libzmq.class.getResourceAsStream("peer.py")) {
            assertThat(source).as("peer.py").isNotNull();
            Path script = Files.createTempFile("peer", ".py");
            script.toFile().deleteOnExit();
            Files.write(script, source.readAllBytes());
            return script;
        }
    }

    /** Returns the endpoint to which the process is bound. */
    String endpoint() {
        return endpoint;
    }

    /** Waits until the process has completed its work, and returns the result. */
    String done() throws IOException {
        return hear("done ");
    }

    private String hear(String begin) throws IOException {
        String line = ThreadPool.ofHub().apply(this::line);
        assertThat(line).as("what the peer says").startsWith(begin);
        return line.substring(begin.length());
    }

    private String line() {
        try {
            return said.readLine();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Kills the process. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
