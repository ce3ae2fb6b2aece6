// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.bench.workload.Serving;
import io.jevent.socket.StreamSocket;
import java.io.IOException;

/** A greenlet for each connection. */
public final class EchoServer {

    private EchoServer() {}

    /** Serves until the input ends; the argument is the number of hubs. */
    public static void main(String[] args) throws Exception {
        Served.onHubs(Integer.parseInt(args[0]), EchoServer::echo);
    }

    private static void echo(StreamSocket socket) throws IOException {
        for (var bytes = socket.recv(Serving.MESSAGE); bytes.length > 0; bytes = socket.recv(Serving.MESSAGE)) {
            socket.sendAll(bytes);
        }
    }
}
