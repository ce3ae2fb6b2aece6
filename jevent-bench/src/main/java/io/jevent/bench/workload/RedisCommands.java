// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import redis.clients.jedis.Jedis;

/** SET and GET by Jedis, in 100 threads of some kind, each with a connection of its own. */
public final class RedisCommands implements AutoCloseable {

    private static final int THREADS = 100;
    private static final int PATIENCE = 500;

    private final Process server;
    private final int port;

    /** Starts a Redis of its own. */
    public RedisCommands() throws IOException, InterruptedException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        server = new ProcessBuilder(
                        List.of("redis-server", "--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", ""))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
        for (int i = 0; !answers(); i++) {
            if (i > PATIENCE || !server.isAlive()) {
                throw new IOException("redis-server does not answer");
            }
            Thread.sleep(10);
        }
    }

    private boolean answers() {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Runs one round.
     *
     * @param operations how many commands
     * @param start starts a thread and returns what waits for its end
     * @return nanoseconds of this process's processor time for one command
     */
    public double round(int operations, Function<Callable<Integer>, Callable<?>> start) throws Exception {
        int pairs = Math.max(1, operations / THREADS / 2);
        long begin = ProcessorTime.nanos();
        List<Callable<?>> running = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            String key = "key" + i;
            running.add(start.apply(() -> commands(key, pairs)));
        }
        for (Callable<?> one : running) {
            one.call();
        }
        return (double) (ProcessorTime.nanos() - begin) / (2.0 * pairs * THREADS);
    }

    private int commands(String key, int pairs) {
        try (var jedis = new Jedis("127.0.0.1", port)) {
            for (int i = 0; i < pairs; i++) {
                jedis.set(key, "value");
                if (!"value".equals(jedis.get(key))) {
                    throw new IllegalStateException("not what was set");
                }
            }
        }
        return pairs;
    }

    @Override
    public void close() {
        server.destroyForcibly();
    }
}
