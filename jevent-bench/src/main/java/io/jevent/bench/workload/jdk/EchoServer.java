// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.jdk;

import io.jevent.bench.workload.Serving;
import java.io.IOException;
import java.net.Socket;

/** A virtual thread for each connection, with the JDK's blocking sockets. */
public final class EchoServer {

    private EchoServer() {}

    /** Serves until the input ends. */
    public static void main(String[] args) throws Exception {
        Served.inVirtualThreads(EchoServer::echo);
    }

    private static void echo(Socket socket) throws IOException {
        var input = socket.getInputStream();
        var output = socket.getOutputStream();
        var bytes = new byte[Serving.MESSAGE];
        for (int length = input.read(bytes); length > 0; length = input.read(bytes)) {
            output.write(bytes, 0, length);
        }
    }
}
