// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.server.StreamServer;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A server that counts for its visitors. With an address as its argument it serves for ever ({@code nc} is a client);
 * without, it serves a client of its own.
 */
final class SimpleServer {

    private SimpleServer() {}

    // @start region="program"
    private static void handle(StreamSocket socket) throws IOException {
        say(socket, "Hello from a telnet!\n");
        for (int i = 0; i < 5; i++) {
            say(socket, i + "\n");
        }
    }

    private static void say(StreamSocket socket, String text) throws IOException {
        socket.sendAll(text.getBytes(StandardCharsets.UTF_8));
    }

    static void main(String... arguments) throws IOException {
        if (arguments.length > 0) {
            new StreamServer(arguments[0], socket -> handle(socket)).serveForever();
        }
        try (var server = new StreamServer("127.0.0.1:0", socket -> handle(socket))) {
            server.start();
            try (var visitor = StreamSocket.connect(server.address())) {
                IO.print(new String(visitor.inputStream().readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }
    // @end
}
