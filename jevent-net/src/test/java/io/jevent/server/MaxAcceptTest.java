// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.socket.Addresses;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how many connections a server accepts before it yields. */
@ParameterizedClass
@ValueSource(strings = {"netty-epoll", "netty-nio"})
class MaxAcceptTest {

    private static final int CLIENTS = 12;
    private static final String TICK = "tick";
    private static final String ACCEPT = "accept";

    private final String loop;

    MaxAcceptTest(String loop) {
        this.loop = loop;
    }

    /**
     * Connects all clients before the server accepts; returns the order of turns from the first connection to the last.
     */
    private List<String> turns(ServerOptions options) throws Exception {
        var turns = new ArrayList<String>();
        Scene.on(loop, _ -> {
            ServerOptions recording = options.spawner(handler -> {
                turns.add(ACCEPT);
                return Jevent.spawn(handler);
            });
            var clients = new ArrayList<SocketChannel>();
            try (var server = new StreamServer(Addresses.parse("127.0.0.1:0"), _ -> {}, recording)) {
                server.start();
                for (int i = 0; i < CLIENTS; i++) {
                    clients.add(connecting(server.address()));
                }
                Greenlet<?> other = Jevent.spawn(() -> {
                    while (true) {
                        turns.add(TICK);
                        Jevent.sleep();
                    }
                });
                while (turns.stream().filter(ACCEPT::equals).count() < CLIENTS) {
                    Jevent.sleep();
                }
                other.kill();
            } finally {
                for (SocketChannel client : clients) {
                    client.close();
                }
            }
        });
        return turns.subList(turns.indexOf(ACCEPT), turns.lastIndexOf(ACCEPT) + 1);
    }

    /**
     * Starts to connect without blocking, so no other greenlet runs meanwhile; the operating system completes the
     * connection.
     */
    private static SocketChannel connecting(SocketAddress address) throws IOException {
        SocketChannel client = SocketChannel.open();
        client.configureBlocking(false);
        client.connect(address);
        return client;
    }

    private static int longestRow(List<String> turns) {
        int longest = 0;
        int row = 0;
        for (String turn : turns) {
            row = turn.equals(ACCEPT) ? row + 1 : 0;
            longest = Math.max(longest, row);
        }
        return longest;
    }

    @Test
    void theOthersHaveATurnAfterSoManyConnections() throws Exception {
        for (int most : new int[] {1, 3, 5}) {
            List<String> turns = turns(ServerOptions.DEFAULTS.maxAccept(most));
            assertThat(longestRow(turns)).as("connections in a row: %s", turns).isEqualTo(most);
        }
    }

    @Test
    void unlessToldOtherwiseManyAreAcceptedInARow() throws Exception {
        List<String> turns = turns(ServerOptions.DEFAULTS);
        assertThat(longestRow(turns)).as("connections in a row: %s", turns).isEqualTo(CLIENTS);
    }

    @Test
    void lessThanOneIsRefused() {
        assertThatThrownBy(() -> ServerOptions.DEFAULTS.maxAccept(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxAccept must be at least 1: 0");
    }
}
