// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload;

import io.jevent.Jevent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/** Two that send 16 bytes back and forth over a socket of the JDK. */
public final class SocketEcho {

    private static final int SIZE = 16;

    private SocketEcho() {}

    /** Runs one round between two greenlets; returns nanoseconds for a message there and back. */
    public static double round(int messages) throws Exception {
        return Jevent.run(() -> round(messages, body -> Jevent.spawn(body)::join));
    }

    /** Runs one round between two platform threads; returns nanoseconds for a message there and back. */
    public static double platformRound(int messages) throws Exception {
        return round(messages, body -> {
            var task = new FutureTask<>(body);
            Thread.ofPlatform().start(task);
            return () -> {
                try {
                    task.get();
                } catch (ExecutionException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            };
        });
    }

    private static double round(int messages, Function<Callable<Boolean>, Runnable> start) throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var near = new Socket(server.getInetAddress(), server.getLocalPort());
                var far = server.accept()) {
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            Runnable end = start.apply(() -> {
                pass(far, messages, false);
                return true;
            });
            long begin = System.nanoTime();
            pass(near, messages, true);
            long took = System.nanoTime() - begin;
            end.run();
            return (double) took / messages;
        }
    }

    private static void pass(Socket socket, int messages, boolean first) throws IOException {
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream();
        var message = new byte[SIZE];
        for (int i = 0; i < messages; i++) {
            if (first) {
                out.write(message);
            }
            if (in.readNBytes(message, 0, SIZE) < SIZE) {
                throw new IOException("the connection ended early");
            }
            if (!first) {
                out.write(message);
            }
        }
    }
}
