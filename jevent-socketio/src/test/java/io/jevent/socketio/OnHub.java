// SPDX-License-Identifier: Apache-2.0
package io.jevent.socketio;

import io.jevent.Jevent;
import io.jevent.http.AccessLog;
import io.jevent.http.Filter;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.Routes;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import io.jevent.queue.Queue;
import io.jevent.websocket.Message;
import io.jevent.websocket.WebSocket;
import io.jevent.websocket.WebSocketOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A server and hand-made clients on one hub, in virtual time. */
final class OnHub {

    /** The body of a test. */
    @FunctionalInterface
    interface Body {
        void run(OnHub hub) throws Exception;
    }

    final SocketIo io;
    final Namespace root;
    final List<Throwable> failures = new ArrayList<>();
    final Queue<DisconnectReason> ends = new Queue<>();

    private String address = "";

    private OnHub(SocketIoOptions options) {
        io = new SocketIo(options);
        root = io.namespace("/").onDisconnect((_, reason) -> ends.put(reason));
    }

    static void run(SocketIoOptions options, Body body, Filter... filters) throws Exception {
        try (Hub hub = Hub.open(new VirtualTimeLoop())) {
            var test = new OnHub(options);
            hub.setErrorHandler((_, failure) -> test.failures.add(failure));
            Jevent.run(() -> {
                var routes = new Routes().any(SocketIo.PATH, test.io);
                for (Filter filter : filters) {
                    routes.filter(filter);
                }
                try (var server = new HttpServer("127.0.0.1:0", routes, HttpOptions.DEFAULTS.log(AccessLog.NONE))) {
                    server.start();
                    test.address = "127.0.0.1:" + server.port();
                    body.run(test);
                    test.io.close();
                }
                return null;
            });
        }
    }

    static void run(Body body) throws Exception {
        run(SocketIoOptions.DEFAULTS, body);
    }

    String uri(String query) {
        return "http://" + address + SocketIo.PATH + "?EIO=4&" + query;
    }

    /** Opens a session with long polling. */
    PollingClient poll() throws IOException {
        return new PollingClient(uri("transport=polling"));
    }

    /** Opens a session with long polling, and connects to the root namespace. */
    PollingClient connect() throws IOException {
        PollingClient client = poll();
        client.post("40");
        if (!client.get().startsWith("40{\"sid\":")) {
            throw new IOException("not connected");
        }
        return client;
    }

    WebSocket webSocket(String query) throws IOException {
        return webSocket(query, WebSocketOptions.DEFAULTS);
    }

    WebSocket webSocket(String query, WebSocketOptions options) throws IOException {
        return WebSocket.connect("ws://" + address + SocketIo.PATH + "?EIO=4&transport=websocket" + query, options);
    }

    /** Opens a session with a WebSocket, and connects to the root namespace. */
    WebSocket connectWebSocket() throws IOException {
        WebSocket socket = webSocket("");
        receive(socket);
        socket.send("40");
        receive(socket);
        return socket;
    }

    static String receive(WebSocket socket) {
        return ((Message.Text) socket.receive().orElseThrow()).text();
    }
}
