// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Greenlet;
import io.jevent.event.Event;
import io.jevent.pool.Pool;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;

/** A service around a pool: a greenlet for each connection, up to a maximum. */
final class SocketPool {

    // @start region="service"
    private final Pool pool = new Pool(1000);
    private final Event heard = new Event();

    Greenlet<?> add(Socket connection) {
        if (pool.isFull()) {
            throw new IllegalStateException("At maximum pool size");
        }
        return pool.spawn(() -> listen(connection));
    }

    private int listen(Socket connection) throws IOException {
        int bytes = 0;
        InputStream in = connection.getInputStream();
        while (in.read() >= 0) { // until the other side closes
            bytes++;
            heard.set();
        }
        return bytes;
    }

    void shutDown() {
        pool.kill();
    }
    // @end

    // @start region="program"
    static void main() throws IOException {
        var service = new SocketPool();
        var ours = new ArrayList<Socket>();
        var handlers = new ArrayList<Greenlet<?>>();
        try (var listener = new ServerSocket(0, 3, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 3; i++) {
                ours.add(new Socket(listener.getInetAddress(), listener.getLocalPort()));
                handlers.add(service.add(listener.accept()));
            }
        }
        IO.println("size " + service.pool.size() + " limit " + service.pool.maxSize() + " full "
                + word(service.pool.isFull()));

        ours.getFirst().getOutputStream().write('x');
        service.heard.await();
        IO.println("after data: size " + service.pool.size());

        ours.getFirst().close();
        handlers.getFirst().join();
        IO.println("after a peer closed: size " + service.pool.size());

        service.pool.setMaxSize(2);
        IO.println("full " + word(service.pool.isFull()) + " free " + service.pool.freeCount());
        try {
            handlers.add(service.add(ours.get(1)));
        } catch (IllegalStateException e) {
            IO.println("Exception: " + e.getMessage());
        }

        service.shutDown();
        IO.println("after shutdown: size " + service.pool.size());
    }
    // @end

    private static String word(boolean value) {
        return value ? "True" : "False";
    }
}
