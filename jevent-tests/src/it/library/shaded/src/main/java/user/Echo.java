// SPDX-License-Identifier: Apache-2.0
package user;

import io.jevent.Jevent;
import io.jevent.server.StreamServer;
import io.jevent.socket.StreamSocket;
import java.nio.charset.StandardCharsets;

/** A server and its client, both greenlets of one hub. */
final class Echo {
    private Echo() {}

    static String once() throws Exception {
        return Jevent.run(() -> {
            try (var server = new StreamServer("127.0.0.1:0", socket -> socket.sendAll(socket.recv(64)))) {
                server.start();
                try (var socket = StreamSocket.connect("127.0.0.1:" + server.port())) {
                    socket.sendAll("hello from greenlets".getBytes(StandardCharsets.UTF_8));
                    return new String(socket.inputStream().readAllBytes(), StandardCharsets.UTF_8);
                }
            }
        });
    }
}
