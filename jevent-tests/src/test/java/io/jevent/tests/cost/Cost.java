// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.cost;

import com.sun.management.ThreadMXBean;
import io.jevent.Jevent;
import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.monkey.Monkey;
import io.jevent.queue.Queue;
import io.jevent.server.ServerOptions;
import io.jevent.server.StreamServer;
import io.jevent.socket.StreamSocket;
import io.jevent.threadpool.ThreadPool;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;

/**
 * The program of {@link AllocationTest} and {@link SystemCallsTest}: prints how many bytes the thread of a hub
 * allocates for an operation. If the JVM interprets, what it allocates is what the source says, and nothing depends on
 * when something is compiled.
 */
enum Cost {
    SWITCH {
        @Override
        long bytes() {
            return ofMore(times -> {
                var one = Jevent.spawn(() -> yields(times / 2));
                var other = Jevent.spawn(() -> yields(times / 2));
                Jevent.joinAll(List.of(one, other));
            });
        }
    },
    QUEUE {
        @Override
        long bytes() {
            return ofMore(times -> {
                var there = new Queue<String>();
                var back = new Queue<String>();
                var one = Jevent.spawn(() -> pass(there, back, times / 2));
                var other = Jevent.spawn(() -> pass(back, there, times / 2));
                there.put("message");
                Jevent.joinAll(List.of(one, other));
            });
        }
    },
    SPAWN {
        @Override
        long bytes() {
            return ofMore(times -> {
                for (int i = 0; i < times; i++) {
                    Jevent.spawn(Cost::nothing).join();
                }
            });
        }
    },
    ECHO {
        @Override
        long bytes() throws Exception {
            var meter = new Meter();
            var server = new StreamServer(address(), socket -> echo(socket, meter), ServerOptions.DEFAULTS);
            server.start();
            askFromThread(server.port(), MESSAGE, MESSAGE);
            server.stop();
            return meter.median();
        }
    },
    HTTP {
        @Override
        long bytes() throws Exception {
            var meter = new Meter();
            var server = httpServer(meter);
            server.start();
            askFromThread(server.port(), GET + "\r\n", HELLO);
            server.stop();
            return meter.median();
        }
    },
    CONNECTIONS {
        @Override
        long bytes() throws Exception {
            var meter = new Meter();
            var server = httpServer(meter);
            server.start();
            int port = server.port();
            ThreadPool.ofHub().apply(() -> askAnew(port, GET + "Connection: close\r\n\r\n", HELLO));
            server.stop();
            return meter.median();
        }
    },
    JDK_ECHO {
        @Override
        long bytes() throws Exception {
            boolean _ = Monkey.patchAll();
            var meter = new Meter();
            try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                var answers = Jevent.spawn(() -> {
                    try (Socket socket = server.accept()) {
                        echo(socket, meter);
                        return null;
                    }
                });
                askFromThread(server.getLocalPort(), MESSAGE, MESSAGE);
                var _ = answers.result();
            }
            return meter.median();
        }
    };

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final String GET = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    private static final String HELLO = "Hello, World!";
    private static final String MESSAGE = "x".repeat(64);
    private static final int FEW = 200;
    private static final int ROUNDS = 9;
    private static final int REQUESTS = 2001;

    /** Returns the bytes of one operation. */
    abstract long bytes() throws Exception;

    /** Does something that many times. */
    @FunctionalInterface
    private interface Work {
        void run(int times);
    }

    /** Notes how much the thread has allocated when a request comes. */
    private static final class Meter {

        private final long carrier = Thread.currentThread().threadId();
        private final long[] seen = new long[REQUESTS];
        private int number;

        void count() {
            seen[number++] = THREADS.getThreadAllocatedBytes(carrier);
        }

        /** Returns the median of the differences: in some a date changes, or the loop turns once more. */
        long median() {
            var differences = new long[number - 1];
            for (int i = 1; i < number; i++) {
                differences[i - 1] = seen[i] - seen[i - 1];
            }
            Arrays.sort(differences);
            return differences[differences.length / 2];
        }
    }

    /**
     * Prints the bytes for each operation of that name, on the hub of a platform thread, whose bytes the JVM counts.
     */
    public static void main(String[] args) throws Exception {
        var bytes = new FutureTask<>(valueOf(args[0])::bytes);
        new Thread(bytes).start();
        System.out.println(bytes.get());
    }

    /** Runs it a number of times, and twice as often; the median of several rounds, the first of which load classes. */
    private static long ofMore(Work work) {
        var bytes = new long[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long few = bytes(work, FEW);
            bytes[round] = (bytes(work, 2 * FEW) - few) / FEW;
        }
        Arrays.sort(bytes);
        return bytes[ROUNDS / 2];
    }

    private static long bytes(Work work, int times) {
        long carrier = Thread.currentThread().threadId();
        long before = THREADS.getThreadAllocatedBytes(carrier);
        work.run(times);
        return THREADS.getThreadAllocatedBytes(carrier) - before;
    }

    private static void nothing() {}

    private static int yields(int times) {
        for (int i = 0; i < times; i++) {
            Jevent.sleep();
        }
        return times;
    }

    private static void pass(Queue<String> from, Queue<String> to, int times) {
        for (int i = 0; i < times; i++) {
            to.put(from.get());
        }
    }

    private static void echo(StreamSocket socket, Meter meter) throws IOException {
        for (var bytes = socket.recv(256); bytes.length > 0; bytes = socket.recv(256)) {
            meter.count();
            socket.sendAll(bytes);
        }
    }

    private static void echo(Socket socket, Meter meter) throws IOException {
        var buffer = new byte[256];
        InputStream in = socket.getInputStream();
        for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
            meter.count();
            socket.getOutputStream().write(buffer, 0, length);
        }
    }

    private static HttpServer httpServer(Meter meter) {
        return new HttpServer(
                address(),
                (_, response) -> {
                    meter.count();
                    response.type("text/plain").send(HELLO);
                },
                HttpOptions.DEFAULTS.log(AccessLog.NONE),
                ServerOptions.DEFAULTS);
    }

    private static InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** Asks in a thread of the JDK, one request after the other over one connection. */
    private static void askFromThread(int port, String request, String end) throws Exception {
        int answered = ThreadPool.ofHub().apply(() -> ask(port, request, end, REQUESTS));
        if (answered != REQUESTS) {
            throw new IllegalStateException("answered " + answered);
        }
    }

    private static int ask(int port, String request, String end, int times) throws IOException {
        byte[] bytes = request.getBytes(StandardCharsets.US_ASCII);
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            for (int i = 0; i < times; i++) {
                socket.getOutputStream().write(bytes);
                skip(socket.getInputStream(), end);
            }
        }
        return times;
    }

    /** Asks over a connection for each request. */
    private static int askAnew(int port, String request, String end) throws IOException {
        int answered = 0;
        while (answered < REQUESTS) {
            answered += ask(port, request, end, 1);
        }
        return answered;
    }

    private static void skip(InputStream in, String end) throws IOException {
        var answer = new StringBuilder();
        while (answer.indexOf(end) < 0) {
            answer.append((char) in.read());
        }
    }
}
