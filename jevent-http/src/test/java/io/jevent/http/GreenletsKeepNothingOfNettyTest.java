// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import io.jevent.http.client.HubHttpClient;
import io.jevent.hub.Hub;
import io.jevent.server.ServerOptions;
import io.jevent.socket.Addresses;
import io.jevent.websocket.WebSocket;
import io.netty.util.internal.InternalThreadLocalMap;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The values that Netty keeps for a thread take a kilobyte: a greenlet of a connection must not have them. The first
 * one that sends has some, since it allocates the hub's buffer.
 */
class GreenletsKeepNothingOfNettyTest {

    @Test
    void thatServeHttp() throws Exception {
        List<Object> kept = new ArrayList<>();
        try (Hub _ = Hub.current()) {
            Jevent.run(() -> {
                var server = serving((_, response) -> {
                    kept.add(InternalThreadLocalMap.getIfSet());
                    response.send("x".repeat(10));
                });
                var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/"))
                        .build();
                Jevent.spawn(() -> HubHttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding()))
                        .get();
                kept.clear();
                Jevent.spawn(() -> {
                            var client = HubHttpClient.newHttpClient();
                            for (int i = 0; i < 2; i++) {
                                var response = client.send(request, HttpResponse.BodyHandlers.ofString());
                                assertThat(response.body()).hasSize(10);
                            }
                            return kept.add(InternalThreadLocalMap.getIfSet());
                        })
                        .get();
                server.stop();
                return null;
            });
        }
        assertThat(kept).hasSize(3).containsOnlyNulls();
    }

    @Test
    void thatServeAWebSocket() throws Exception {
        List<Object> kept = new ArrayList<>();
        try (Hub _ = Hub.current()) {
            Jevent.run(() -> {
                var server = serving((request, response) -> {
                    try (var socket = WebSocket.accept(request, response)) {
                        socket.send(socket.receiveText().orElseThrow());
                        kept.add(InternalThreadLocalMap.getIfSet());
                    }
                });
                for (int i = 0; i < 2; i++) {
                    kept.clear();
                    Jevent.spawn(() -> {
                                try (var socket = WebSocket.connect("ws://127.0.0.1:" + server.port() + "/")) {
                                    socket.send("hello");
                                    assertThat(socket.receiveText()).contains("hello");
                                    return kept.add(InternalThreadLocalMap.getIfSet());
                                }
                            })
                            .get();
                }
                server.stop();
                return null;
            });
        }
        assertThat(kept).hasSize(2).containsOnlyNulls();
    }

    private static HttpServer serving(Handler handler) throws IOException {
        var server = new HttpServer(
                Addresses.parse("127.0.0.1:0"),
                handler,
                HttpOptions.DEFAULTS.log(AccessLog.NONE),
                ServerOptions.DEFAULTS);
        server.start();
        return server;
    }
}
