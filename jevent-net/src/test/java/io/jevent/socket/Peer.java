// SPDX-License-Identifier: Apache-2.0
package io.jevent.socket;

import io.jevent.threadpool.ThreadPool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Callable;

/** The other end of one connection: a plain server of the JDK whose calls block threads of the pool, not the hub. */
final class Peer implements AutoCloseable {

    private final ServerSocket listener;
    private Socket socket;

    Peer() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    Socket socket() {
        return aside(() -> {
            if (socket == null) {
                socket = listener.accept();
            }
            return socket;
        });
    }

    byte[] read(int n) {
        Socket s = socket();
        return aside(() -> s.getInputStream().readNBytes(n));
    }

    void write(byte[] bytes) {
        Socket s = socket();
        aside(() -> {
            s.getOutputStream().write(bytes);
            return null;
        });
    }

    void shutdownOutput() throws IOException {
        socket().shutdownOutput();
    }

    /** Resets the connection. */
    void reset() throws IOException {
        Socket s = socket();
        s.setSoLinger(true, 0);
        s.close();
    }

    static <T> T aside(Callable<T> work) {
        return ThreadPool.ofHub().apply(work);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        if (socket != null) {
            socket.close();
        }
    }
}
