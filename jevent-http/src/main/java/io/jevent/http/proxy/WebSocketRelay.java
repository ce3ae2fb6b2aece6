// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.proxy;

import io.jevent.Jevent;
import io.jevent.http.HttpException;
import io.jevent.http.Request;
import io.jevent.http.Response;
import io.jevent.internal.http.FieldLists;
import io.jevent.websocket.CloseStatus;
import io.jevent.websocket.HandshakeException;
import io.jevent.websocket.Message;
import io.jevent.websocket.WebSocket;
import io.jevent.websocket.WebSocketOptions;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Connects a WebSocket of a client with one of a server, message by message, so that the limits of both ends hold. */
final class WebSocketRelay {

    private WebSocketRelay() {}

    static void relay(Upstream upstream, Request request, Response response) throws IOException {
        List<String> wanted = FieldLists.elements(request.headers().all("Sec-WebSocket-Protocol"));
        var options = new WebSocketOptions[] {WebSocketOptions.DEFAULTS.subprotocols(wanted.toArray(String[]::new))};
        ForwardedHeaders.ofRequest(request, (name, value) -> {
            if (!name.equalsIgnoreCase("Origin")) { // this end checks it; the other one has another host
                options[0] = options[0].header(name, value);
            }
        });
        upstream.enter();
        try (WebSocket server = connect(upstream, request, options[0])) {
            String[] chosen = server.subprotocol().stream().toArray(String[]::new);
            WebSocket client = WebSocket.accept(request, response, WebSocketOptions.DEFAULTS.subprotocols(chosen));
            var back = Jevent.spawn(() -> pump(server, client));
            try {
                pump(client, server);
                back.join();
            } finally {
                back.kill();
                client.close();
            }
        } finally {
            upstream.leave();
        }
    }

    private static WebSocket connect(Upstream upstream, Request request, WebSocketOptions options) {
        try {
            WebSocket socket = WebSocket.connect(upstream.webSocket(request.target()), options);
            upstream.succeeded();
            return socket;
        } catch (HandshakeException e) {
            int status = e.httpStatus() >= 400 && e.httpStatus() <= 599 ? e.httpStatus() : 502;
            var refusal = new HttpException(status);
            refusal.initCause(e);
            throw refusal;
        } catch (IOException e) {
            upstream.failed();
            var refusal = new HttpException(502);
            refusal.initCause(e);
            throw refusal;
        }
    }

    /** Passes messages on until one end closes, and then its close. */
    private static void pump(WebSocket from, WebSocket to) {
        try {
            for (Optional<Message> next = from.receive(); next.isPresent(); next = from.receive()) {
                switch (next.get()) {
                    case Message.Text text -> to.send(text.text());
                    case Message.Binary binary -> to.send(binary.bytes());
                }
            }
            CloseStatus status = from.status().orElse(new CloseStatus(CloseStatus.ABNORMAL, ""));
            if (status.code() == CloseStatus.NO_STATUS || status.code() == CloseStatus.ABNORMAL) {
                to.close(CloseStatus.GOING_AWAY, "");
            } else {
                to.close(status.code(), status.reason());
            }
        } catch (IOException _) {
            to.abort();
            from.abort();
        }
    }
}
