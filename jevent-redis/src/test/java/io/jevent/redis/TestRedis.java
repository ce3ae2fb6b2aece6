// SPDX-License-Identifier: Apache-2.0
package io.jevent.redis;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import redis.clients.jedis.RedisClient;

/**
 * A real Redis on loopback that keeps nothing. Without one on this machine its test is skipped, or fails if
 * JEVENT_NEED_REDIS is set.
 */
final class TestRedis implements AutoCloseable {

    private final Path folder;
    private final int port;
    private Process process;

    private TestRedis(Path folder) throws IOException {
        this.folder = folder;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        start();
    }

    static TestRedis in(Path folder) throws IOException {
        return new TestRedis(folder);
    }

    /** Returns when it accepts connections. */
    void start() throws IOException {
        List<String> command = List.of(
                "redis-server",
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--save",
                "",
                "--appendonly",
                "no",
                "--dir",
                folder.toString());
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            String missing = "redis-server is not on the PATH; on Debian: apt-get install redis-server";
            process = System.getenv("JEVENT_NEED_REDIS") != null ? fail(missing, e) : abort(missing);
        }
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        while (line != null && !line.contains("Ready to accept connections")) {
            line = out.readLine();
        }
        if (line == null) {
            throw new IOException("redis-server has ended");
        }
    }

    URI uri() {
        return URI.create("redis://127.0.0.1:" + port);
    }

    RedisClient client() {
        return RedisClient.create(uri());
    }

    /** Kills it, as a crash does. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
