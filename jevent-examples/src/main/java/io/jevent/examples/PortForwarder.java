// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Jevent;
import io.jevent.server.StreamServer;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Passes each connection on to another address, both ways at once. Its arguments are where to listen and where to pass
 * on to; without, it passes one connection on to a server of its own.
 */
final class PortForwarder {

    private PortForwarder() {}

    // @start region="forwarder"
    private static StreamServer forwarder(String at, String to) {
        return new StreamServer(at, source -> {
            try (var target = StreamSocket.connect(to)) {
                var back = Jevent.spawn(() -> pass(target, source));
                pass(source, target);
                back.join();
            }
        });
    }

    private static Void pass(StreamSocket from, StreamSocket to) throws IOException {
        from.inputStream().transferTo(to.outputStream());
        to.shutdownOutput();
        return null;
    }
    // @end

    static void main(String... arguments) throws IOException {
        if (arguments.length > 0) {
            forwarder(arguments[0], arguments[1]).serveForever();
        }
        try (var greeter = new StreamServer("127.0.0.1:0", PortForwarder::greet)) {
            greeter.start();
            try (var forwarder = forwarder("127.0.0.1:0", "127.0.0.1:" + greeter.port())) {
                forwarder.start();
                try (var visitor = StreamSocket.connect(forwarder.address())) {
                    visitor.sendAll("visitor".getBytes(StandardCharsets.UTF_8));
                    visitor.shutdownOutput();
                    IO.println(new String(visitor.inputStream().readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
    }

    private static void greet(StreamSocket socket) throws IOException {
        byte[] name = socket.inputStream().readAllBytes();
        socket.sendAll(("hello, " + new String(name, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
    }
}
