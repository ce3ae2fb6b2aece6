// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Hub;
import io.jevent.server.ServerOptions;
import io.jevent.server.StreamServer;
import io.jevent.socket.Addresses;
import io.jevent.socket.StreamSocket;
import io.netty.util.internal.InternalThreadLocalMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The values that Netty keeps for a thread take a kilobyte: a greenlet of a connection must not have them. The first
 * one that sends has some, since it allocates the hub's buffer.
 */
class GreenletsKeepNothingOfNettyTest {

    @Test
    void thatConnectOrServe() throws Exception {
        List<Object> kept = new ArrayList<>();
        try (Hub _ = Hub.current()) {
            Jevent.run(() -> {
                var server = new StreamServer(
                        Addresses.parse("127.0.0.1:0"),
                        socket -> {
                            socket.sendAll(socket.recv(10));
                            kept.add(InternalThreadLocalMap.getIfSet());
                        },
                        ServerOptions.DEFAULTS);
                server.start();
                for (int i = 0; i < 2; i++) {
                    kept.clear();
                    Jevent.spawn(() -> askAndNote(server, kept)).get();
                }
                server.stop();
                return null;
            });
        }
        assertThat(kept).hasSize(2).containsOnlyNulls();
    }

    private static boolean askAndNote(StreamServer server, List<Object> kept) throws IOException {
        try (var socket = StreamSocket.connect(server.address())) {
            socket.sendAll(new byte[5]);
            assertThat(socket.recv(10)).hasSize(5);
            assertThat(socket.recv(10)).isEmpty();
        }
        return kept.add(InternalThreadLocalMap.getIfSet());
    }

    @Test
    void workOfATurnIsDoneOnTheThreadOfTheHub() throws Exception {
        try (Hub hub = Hub.current()) {
            Jevent.run(() -> {
                List<Thread> by = new ArrayList<>();
                var working = Jevent.spawn(() -> NettyLoop.current().inTurn(() -> by.add(Thread.currentThread())));
                working.get();
                assertThat(by).containsExactly(hub.carrier());
                return null;
            });
        }
    }

    @Test
    void aKillDuringATurnComesAfterIt() throws Exception {
        try (Hub _ = Hub.current()) {
            Jevent.run(() -> {
                List<String> seen = new ArrayList<>();
                var working = Jevent.spawn(() -> {
                    NettyLoop.current().inTurn(() -> seen.add("work"));
                    seen.add("after");
                    CurrentGreenlet.checkpoint();
                    seen.add("too far");
                });
                Jevent.sleep(); // it has begun, and waits for its turn
                working.kill();
                assertThat(seen).containsExactly("work", "after");
                return null;
            });
        }
    }

    @Test
    void aFailureOfATurnIsThrown() throws Exception {
        try (Hub _ = Hub.current()) {
            Jevent.run(() -> {
                var failure = new IllegalStateException("of the work");
                var working = Jevent.spawn(() -> NettyLoop.current().inTurn(() -> {
                    throw failure;
                }));
                working.join();
                assertThat(working.exception()).isSameAs(failure);
                return null;
            });
        }
    }
}
