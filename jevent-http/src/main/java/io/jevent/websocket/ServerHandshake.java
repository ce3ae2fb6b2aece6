// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import io.jevent.http.HttpException;
import io.jevent.http.Request;
import io.jevent.http.Response;
import io.jevent.http.SameOrigin;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server's half of the opening handshake, RFC 6455 4.2. */
final class ServerHandshake {

    private static final String OURS = "13";

    private final Request request;
    private final WebSocketOptions options;

    ServerHandshake(Request request, WebSocketOptions options) {
        this.request = request;
        this.options = options;
    }

    /** Whether a client asks for a WebSocket, be it in the right way or not. */
    static boolean isRequested(Request request) {
        return request.method().equals("GET")
                && Headers.hasElement(request.headers().all("Upgrade"), "websocket")
                && Headers.hasElement(request.headers().all("Connection"), "upgrade");
    }

    WebSocket accept(Response response) throws IOException {
        String key = check();
        String protocol = chooseProtocol();
        Deflate compression = options.compression
                ? Deflate.accept(request.headers().all(Headers.EXTENSIONS), options.maxMessage)
                : null;
        response.header(Headers.ACCEPT, Headers.accept(key));
        if (protocol != null) {
            response.header(Headers.PROTOCOL, protocol);
        }
        if (compression != null) {
            response.header(Headers.EXTENSIONS, compression.answer());
        }
        var session = new Session(response.upgrade("websocket"), true, options);
        session.install(compression, null);
        return new WebSocket(session, Optional.ofNullable(protocol));
    }

    /** Returns the key of a request that is all right. */
    private String check() {
        if (!isRequested(request) || request.protocol().equals("HTTP/1.0")) {
            throw new HttpException(426, "this address speaks WebSocket only").header("Upgrade", "websocket");
        }
        List<String> versions = request.headers().all(Headers.VERSION);
        if (!versions.equals(List.of(OURS))) {
            throw new HttpException(
                            426, "the version of WebSocket must be " + OURS + ": " + String.join(", ", versions))
                    .header(Headers.VERSION, OURS)
                    .header("Upgrade", "websocket");
        }
        List<String> keys = request.headers().all(Headers.KEY);
        if (keys.size() != 1 || !Headers.isKey(keys.getFirst())) {
            throw new HttpException(400, "the header " + Headers.KEY + " must be there once, with 16 bytes in Base64");
        }
        for (String origin : request.headers().all("Origin")) {
            if (!mayConnect(origin)) {
                throw new HttpException(403, "pages of " + origin + " may not connect to this server");
            }
        }
        return keys.getFirst();
    }

    private boolean mayConnect(String origin) {
        return options.origins == null ? SameOrigin.isOwn(request, origin) : options.origins.test(origin);
    }

    private @Nullable String chooseProtocol() {
        List<String> wanted = Headers.elements(request.headers().all(Headers.PROTOCOL));
        return options.subprotocols.stream()
                .filter(wanted::contains)
                .findFirst()
                .orElse(null);
    }
}
