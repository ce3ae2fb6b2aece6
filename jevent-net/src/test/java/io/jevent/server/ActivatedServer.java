// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.Jevent;
import io.jevent.event.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/** A program that serves one connection, from whichever socket that it has inherited, and ends. */
public final class ActivatedServer {

    private ActivatedServer() {}

    /** Prints the sockets, then serves. */
    public static void main(String[] args) throws Exception {
        Jevent.run(() -> {
            serve(args[0]);
            return null;
        });
    }

    private static void serve(String greeting) throws IOException {
        var served = new Event();
        var servers = new ArrayList<StreamServer>();
        for (ListenSocket socket : ListenSocket.inherited()) {
            IO.println(socket);
            String text = greeting + " from " + socket.name();
            StreamHandler handler = connection -> {
                servers.forEach(StreamServer::stopAccepting); // the client's next connection is for the next process
                connection.sendAll(text.getBytes(StandardCharsets.UTF_8));
                served.set();
            };
            var server = new StreamServer(socket, handler, ServerOptions.DEFAULTS);
            server.start();
            servers.add(server);
        }
        served.await();
        servers.forEach(StreamServer::close);
    }
}
