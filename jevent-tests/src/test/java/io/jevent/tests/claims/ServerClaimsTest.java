// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.claims;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.server.StreamServer;
import io.jevent.socket.StreamSocket;
import io.jevent.tests.examples.Clients;
import java.io.IOException;
import java.util.ArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Simple servers. */
class ServerClaimsTest {

    private static void handle(StreamSocket socket) throws IOException {
        socket.sendAll("Hello from a telnet!\n".getBytes(UTF_8));
        for (int i = 0; i < 5; i++) {
            socket.sendAll((i + "\n").getBytes(UTF_8));
        }
    }

    @Test
    @DisplayName("W0: a server starts a handler for each connection, and nc reaches it: 31 bytes, then the end")
    void ncReachesAServer() throws Exception {
        Jevent.run(() -> {
            try (var server = new StreamServer("127.0.0.1:0", ServerClaimsTest::handle)) {
                server.start();
                String port = Integer.toString(server.port());
                String seen = Clients.run("", "nc", "127.0.0.1", port);
                assertThat(seen)
                        .isEqualTo("Hello from a telnet!\n0\n1\n2\n3\n4\n")
                        .hasSize(31);
            }
            return null;
        });
    }

    @Test
    @DisplayName("W0: fifty clients are served at once")
    void manyAreServedAtOnce() throws Exception {
        Jevent.run(() -> {
            try (var server = new StreamServer("127.0.0.1:0", ServerClaimsTest::handle)) {
                server.start();
                var clients = new ArrayList<Greenlet<String>>();
                for (int i = 0; i < 50; i++) {
                    clients.add(Jevent.spawn(() -> {
                        try (var socket = StreamSocket.connect(server.address())) {
                            return new String(socket.inputStream().readAllBytes(), UTF_8);
                        }
                    }));
                }
                for (Greenlet<String> client : clients) {
                    assertThat(client.result()).hasSize(31);
                }
            }
            return null;
        });
    }
}
