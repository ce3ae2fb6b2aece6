// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload;

import io.jevent.Jevent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Two greenlets that send 16 bytes back and forth over a socket of the JDK. */
public final class SocketEcho {

    private static final int SIZE = 16;

    private SocketEcho() {}

    /** Runs one round; returns nanoseconds for a message there and back. */
    public static double round(int messages) throws Exception {
        return Jevent.run(() -> {
            try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    var near = new Socket(server.getInetAddress(), server.getLocalPort());
                    var far = server.accept()) {
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                var echo = Jevent.spawn(() -> {
                    pass(far, messages, false);
                    return true;
                });
                long begin = System.nanoTime();
                pass(near, messages, true);
                long end = System.nanoTime();
                echo.join();
                return (double) (end - begin) / messages;
            }
        });
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
