// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.jdk;

import io.jevent.bench.workload.Serving;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Serves connections with a virtual thread for each. */
final class Served {

    private Served() {}

    /** Serves a connection. */
    @FunctionalInterface
    interface Handler {
        void handle(Socket socket) throws IOException;
    }

    /** Never returns. */
    static void inVirtualThreads(Handler handler) throws IOException, InterruptedException {
        var listener = new ServerSocket(0, Serving.BACKLOG, InetAddress.getLoopbackAddress());
        Serving.at(listener.getLocalPort());
        Thread.startVirtualThread(() -> accept(listener, handler)).join();
    }

    private static void accept(ServerSocket listener, Handler handler) {
        try {
            while (true) {
                var socket = listener.accept();
                socket.setTcpNoDelay(true);
                Thread.startVirtualThread(() -> serve(socket, handler));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void serve(Socket socket, Handler handler) {
        try (socket) {
            handler.handle(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
