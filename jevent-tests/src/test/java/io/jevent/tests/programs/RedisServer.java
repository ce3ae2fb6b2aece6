// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.programs;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A real Redis on loopback that keeps nothing. Without one on this machine its test is skipped, or fails if
 * JEVENT_NEED_REDIS is set.
 */
public final class RedisServer implements AutoCloseable {
    private static final int SECONDS_TO_END = 10;

    private final Path folder;
    private final int port;
    private Process process;

    private RedisServer(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /**
     * Starts it at a free port.
     *
     * @param folder where it works
     * @return the server, which answers
     * @throws IOException if it does not start
     */
    public static RedisServer start(Path folder) throws IOException {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        return new RedisServer(folder, port, launch(folder, port));
    }

    private static Process launch(Path folder, int port) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(
                            "redis-server",
                            "--port",
                            Integer.toString(port),
                            "--bind",
                            "127.0.0.1",
                            "--save",
                            "",
                            "--appendonly",
                            "no",
                            "--dir",
                            folder.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            String missing = "redis-server is not on the PATH; on Debian: apt-get install redis-server";
            return System.getenv("JEVENT_NEED_REDIS") != null ? fail(missing, e) : abort(missing);
        }
        BufferedReader out = process.inputReader();
        for (String line; (line = out.readLine()) != null; ) {
            if (line.contains("Ready to accept connections")) {
                return process;
            }
        }
        throw new IOException("redis-server ended at once");
    }

    /**
     * Returns where it is.
     *
     * @return its address
     */
    public URI uri() {
        return URI.create("redis://127.0.0.1:" + port);
    }

    /** Kills it. */
    public void stop() throws IOException {
        process.destroyForcibly();
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                throw new IOException("redis-server cannot be killed");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("the test was interrupted", e);
        }
    }

    /** Starts it again, at the same port. */
    public void restart() throws IOException {
        process = launch(folder, port);
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
