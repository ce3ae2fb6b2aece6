// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Jevent;
import io.jevent.server.ServerOptions;
import io.jevent.server.StreamServer;
import io.jevent.socket.Addresses;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * An echo server on as many cores as it is told. With an address and a number as its arguments it serves for ever;
 * without, it serves two clients of its own on two hubs.
 */
final class EchoServer {

    private EchoServer() {}

    // @start region="program"
    private static StreamServer echo(String address, int hubs) {
        return new StreamServer(
                Addresses.parse(address),
                socket -> socket.inputStream().transferTo(socket.outputStream()),
                ServerOptions.DEFAULTS.hubs(hubs));
    }

    static void main(String... arguments) throws IOException {
        if (arguments.length > 0) {
            echo(arguments[0], Integer.parseInt(arguments[1])).serveForever();
        }
        try (var server = echo("127.0.0.1:0", 2)) {
            server.start();
            var first = Jevent.spawn(() -> ask(server, "hello"));
            var second = Jevent.spawn(() -> ask(server, "hello again"));
            IO.println(first.result());
            IO.println(second.result());
        }
    }

    private static String ask(StreamServer server, String question) throws IOException {
        try (var socket = StreamSocket.connect(server.address())) {
            socket.sendAll(question.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            return new String(socket.inputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
    // @end
}
