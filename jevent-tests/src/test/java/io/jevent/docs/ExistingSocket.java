// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.server.ListenSocket;
import io.jevent.server.ServerOptions;
import io.jevent.server.StreamServer;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;

/** Two servers, one after the other, on one socket. */
final class ExistingSocket {

    private ExistingSocket() {}

    // @start region="program"
    static StreamServer server(ListenSocket listener, String greeting) {
        return new StreamServer(
                listener, socket -> socket.sendAll(greeting.getBytes(StandardCharsets.UTF_8)), ServerOptions.DEFAULTS);
    }

    static void main() throws IOException {
        var bound = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        try (var listener = ListenSocket.of(bound)) {
            var old = server(listener, "the old version");
            old.start();
            old.close(); // the socket goes on listening
            try (var visitor = StreamSocket.connect(listener.address());
                    var next = server(listener, "the new version")) {
                next.start();
                IO.println(new String(visitor.inputStream().readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }
    // @end
}
