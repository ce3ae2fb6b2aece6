// SPDX-License-Identifier: Apache-2.0
package io.jevent.socketio;

import io.jevent.http.HttpException;
import io.jevent.http.Request;
import io.jevent.http.Response;
import io.jevent.websocket.WebSocket;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The requests of Engine.IO 4: opens sessions, and finds those of later requests. */
final class EngineServer {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String JSON = "application/json";

    private final SocketIoOptions options;
    private final BiFunction<EngineSession, Handshake, EngineListener> listeners;
    private final Map<String, EngineSession> sessions = new ConcurrentHashMap<>();
    private volatile boolean closed;

    EngineServer(SocketIoOptions options, BiFunction<EngineSession, Handshake, EngineListener> listeners) {
        this.options = options;
        this.listeners = listeners;
    }

    int size() {
        return sessions.size();
    }

    void handle(Request request, Response response) throws IOException {
        boolean webSocket = switch (request.parameter("transport").orElse("")) {
            case "polling" -> false;
            case "websocket" -> true;
            default -> throw refusal(0, "Transport unknown");
        };
        if (!request.parameter("EIO").orElse("").equals("4")) {
            throw refusal(5, "Unsupported protocol version");
        }
        String id = request.parameter("sid").orElse(null);
        EngineSession session = id == null ? null : sessions.get(id);
        if (id != null && session == null) {
            throw refusal(1, "Session ID unknown");
        }
        if (webSocket) {
            handleWebSocket(request, response, session);
        } else {
            handlePolling(request, response, session);
        }
    }

    private void handleWebSocket(Request request, Response response, @Nullable EngineSession session)
            throws IOException {
        if (!WebSocket.isRequested(request)) {
            throw refusal(3, "Bad request");
        }
        if (session == null) {
            refuseTooMany();
            var opened = WebSocket.accept(request, response, options.webSocket());
            new WebSocketTransport(opened, open(request, true)).run();
        } else {
            var upgrading = WebSocket.accept(request, response, options.webSocket());
            new WebSocketTransport(upgrading, session).upgrade(options.upgradeTimeout);
        }
    }

    private void handlePolling(Request request, Response response, @Nullable EngineSession session) throws IOException {
        boolean get = request.method().equals("GET");
        if (!get && (session == null || !request.method().equals("POST"))) {
            throw refusal(2, "Bad handshake method");
        }
        try {
            if (session == null) {
                refuseTooMany();
                PollingTransport.get(response, open(request, false));
            } else if (get) {
                PollingTransport.get(response, session);
            } else {
                PollingTransport.post(request, response, session, options.maxPayload);
            }
        } catch (EngineException e) {
            var refusal = refusal(3, "Bad request");
            refusal.initCause(e);
            throw refusal;
        }
    }

    private void refuseTooMany() {
        if (closed || sessions.size() >= options.maxClients) {
            throw new HttpException(503, closed ? "the server is shutting down" : "there are too many clients");
        }
    }

    private EngineSession open(Request request, boolean webSocket) {
        String id = randomId();
        var handshake = Handshake.of(request);
        var session = new EngineSession(
                id,
                webSocket,
                options,
                ended -> sessions.remove(id, ended),
                opened -> listeners.apply(opened, handshake));
        sessions.put(id, session);
        session.open();
        return session;
    }

    static String randomId() {
        byte[] random = new byte[15];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().encodeToString(random);
    }

    /** Returns an error as the clients know it: they show the message. */
    private static HttpException refusal(int code, String message) {
        return new HttpException(400, "{\"code\":" + code + ",\"message\":\"" + message + "\"}")
                .header("Content-Type", JSON);
    }

    void close() {
        closed = true;
        for (EngineSession session : List.copyOf(sessions.values())) {
            session.end(DisconnectReason.SERVER_SHUTTING_DOWN);
        }
    }
}
