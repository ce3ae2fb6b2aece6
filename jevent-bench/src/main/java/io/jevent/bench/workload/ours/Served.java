// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.Jevent;
import io.jevent.bench.workload.Serving;
import io.jevent.socket.StreamListener;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Serves connections with a greenlet for each, on one hub or several. */
final class Served {

    private Served() {}

    /** What is done with a connection. */
    @FunctionalInterface
    interface Handler {
        void handle(StreamSocket socket) throws IOException;
    }

    /** Serves for as long as the process lives. */
    static void onHubs(int hubs, Handler handler) throws Exception {
        Jevent.run(() -> {
            var listener = listen(0);
            int port = listener.port();
            for (int hub = 1; hub < hubs; hub++) {
                new Thread(() -> runHub(port, handler)).start();
            }
            Serving.at(port);
            return serve(listener, handler);
        });
    }

    private static void runHub(int port, Handler handler) {
        try {
            Jevent.run(() -> serve(listen(port), handler));
        } catch (Exception e) {
            throw new IllegalStateException("a hub of the server failed", e);
        }
    }

    private static StreamListener listen(int port) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return StreamListener.listen(address, Serving.BACKLOG, true);
    }

    private static boolean serve(StreamListener listener, Handler handler) throws IOException {
        while (listener.isOpen()) {
            var socket = listener.accept();
            var _ = Jevent.spawn(() -> serve(socket, handler));
        }
        return true;
    }

    private static boolean serve(StreamSocket socket, Handler handler) throws IOException {
        try (socket) {
            handler.handle(socket);
            return true;
        }
    }
}
