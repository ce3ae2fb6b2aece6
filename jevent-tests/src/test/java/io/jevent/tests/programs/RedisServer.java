// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.programs;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.jevent.tls.DevelopmentCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real Redis on loopback that keeps nothing. Without one on this machine its test is skipped, or fails if
 * JEVENT_NEED_REDIS is set.
 */
public final class RedisServer implements AutoCloseable {
    private static final int SECONDS_TO_END = 10;

    private final int port;
    private final List<String> options;
    private Process process;

    private RedisServer(int port, List<String> options) throws IOException {
        this.port = port;
        this.options = options;
        this.process = launch(options);
    }

    /**
     * Starts it at a free port.
     *
     * @param folder where it works
     * @return the server, which answers
     * @throws IOException if it does not start
     */
    public static RedisServer start(Path folder) throws IOException {
        int port = freePort();
        return new RedisServer(port, List.of("--port", Integer.toString(port), "--dir", folder.toString()));
    }

    /**
     * Starts it at a free port, where it speaks TLS only.
     *
     * @param folder where it works
     * @param certificate its certificate
     * @return the server, which answers
     * @throws IOException if it does not start
     */
    public static RedisServer startTls(Path folder, DevelopmentCertificate certificate) throws IOException {
        Path chain = folder.resolve("certificate.pem");
        Path key = folder.resolve("key.pem");
        certificate.writeTo(chain, key);
        int port = freePort();
        return new RedisServer(
                port,
                Stream.of(
                                List.of("--port", "0", "--tls-port", Integer.toString(port)),
                                List.of("--tls-cert-file", chain.toString(), "--tls-key-file", key.toString()),
                                List.of("--tls-ca-cert-file", chain.toString(), "--tls-auth-clients", "no"),
                                List.of("--dir", folder.toString()))
                        .flatMap(List::stream)
                        .toList());
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static Process launch(List<String> options) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("redis-server", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"));
        command.addAll(options);
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            String missing = "redis-server is not on the PATH; on Debian: apt-get install redis-server";
            return System.getenv("JEVENT_NEED_REDIS") != null ? fail(missing, e) : abort(missing);
        }
        FirstLines.await(process, "Ready to accept connections");
        return process;
    }

    /**
     * Returns its port.
     *
     * @return the port
     */
    public int port() {
        return port;
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
        process = launch(options);
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
