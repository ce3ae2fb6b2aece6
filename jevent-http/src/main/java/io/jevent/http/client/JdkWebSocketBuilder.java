// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import io.jevent.Jevent;
import io.jevent.internal.client.ClientSettings;
import io.jevent.websocket.HandshakeException;
import io.jevent.websocket.WebSocketOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Connects WebSockets of jevent behind the JDK's interface. */
final class JdkWebSocketBuilder implements WebSocket.Builder {

    private WebSocketOptions options = WebSocketOptions.DEFAULTS;

    JdkWebSocketBuilder(ClientSettings settings) {
        options = options.connectTimeout(Duration.ofNanos(settings.connectNanos));
        if (settings.tls != null) {
            options = options.tls(settings.tls);
        }
    }

    @Override
    public WebSocket.Builder header(String name, String value) {
        options = options.header(name, value);
        return this;
    }

    @Override
    public WebSocket.Builder connectTimeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("Invalid duration: " + timeout);
        }
        options = options.connectTimeout(timeout);
        return this;
    }

    @Override
    public WebSocket.Builder subprotocols(String mostPreferred, String... lesserPreferred) {
        options = options.subprotocols(Stream.concat(Stream.of(mostPreferred), Arrays.stream(lesserPreferred))
                .toArray(String[]::new));
        return this;
    }

    @Override
    public CompletableFuture<WebSocket> buildAsync(URI uri, WebSocket.Listener listener) {
        var built = new CompletableFuture<WebSocket>();
        WebSocketOptions how = options;
        var _ = Jevent.spawnRaw(() -> {
            try {
                var socket = new JdkWebSocket(io.jevent.websocket.WebSocket.connect(uri.toString(), how), listener);
                socket.start();
                built.complete(socket);
            } catch (HandshakeException e) {
                var refused = new WebSocketHandshakeException(null);
                built.completeExceptionally(refused.initCause(e));
            } catch (IOException | RuntimeException e) {
                built.completeExceptionally(e);
            }
        });
        return built;
    }
}
