// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import io.jevent.Jevent;
import io.jevent.http.AccessLog;
import io.jevent.http.Handler;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.hub.Hub;
import java.time.Duration;

/** A hub with a server, for a test. */
final class OnHub {

    /** The body of a test, which runs while the server runs. */
    @FunctionalInterface
    interface Body {
        void run(int port) throws Exception;
    }

    /** The body of a handler. */
    @FunctionalInterface
    interface Talk {
        void with(WebSocket socket) throws Exception;
    }

    private OnHub() {}

    /** Runs {@code body} as the root greenlet of a hub, with a limit of 20 s. */
    static void run(Handler handler, Body body) throws Exception {
        try (var _ = Hub.current()) {
            Jevent.run(() -> {
                try (var server = new HttpServer("127.0.0.1:0", handler, HttpOptions.DEFAULTS.log(AccessLog.NONE))) {
                    server.start();
                    body.run(server.port());
                }
                return null;
            });
        }
    }

    /** Runs as {@link #run}, with a server whose handler is {@code talk} for every client. */
    static void serve(WebSocketOptions options, Talk talk, Body body) throws Exception {
        run((request, response) -> talk.with(WebSocket.accept(request, response, options)), body);
    }

    /** Runs as {@link #serve}, with an echo server. */
    static void echo(WebSocketOptions options, Body body) throws Exception {
        serve(options, OnHub::echo, body);
    }

    static void echo(WebSocket socket) throws Exception {
        for (Message message : socket.messages()) {
            switch (message) {
                case Message.Text(String text) -> socket.send(text);
                case Message.Binary(byte[] bytes) -> socket.send(bytes);
            }
        }
    }

    static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
