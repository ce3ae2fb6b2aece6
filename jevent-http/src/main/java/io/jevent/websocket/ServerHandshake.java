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

/** The server's side of the opening handshake, RFC 6455, 4.2. */
final class ServerHandshake {

    private static final String SUPPORTED = "13";

    private final Request request;
    private final WebSocketOptions options;

    ServerHandshake(Request request, WebSocketOptions options) {
        this.request = request;
        this.options = options;
    }

    /** Returns whether a client asks for a WebSocket, even if its request is malformed. */
    static boolean isRequested(Request request) {
        return request.method().equals("GET")
                && HandshakeHeaders.hasElement(request.headers().all("Upgrade"), "websocket")
                && HandshakeHeaders.hasElement(request.headers().all("Connection"), "upgrade");
    }

    WebSocket accept(Response response) throws IOException {
        String key = check();
        String protocol = chooseProtocol();
        Deflate compression = options.compression
                ? Deflate.accept(request.headers().all(HandshakeHeaders.EXTENSIONS), options)
                : null;
        response.header(HandshakeHeaders.ACCEPT, HandshakeHeaders.accept(key));
        if (protocol != null) {
            response.header(HandshakeHeaders.PROTOCOL, protocol);
        }
        if (compression != null) {
            response.header(HandshakeHeaders.EXTENSIONS, compression.accepted());
        }
        var connection = new WebSocketConnection(response.upgrade("websocket"), true, options);
        connection.install(compression, null);
        return new WebSocket(connection, Optional.ofNullable(protocol), request.remoteAddress());
    }

    /** Checks the request, and returns its key. */
    private String check() {
        if (!isRequested(request) || request.protocol().equals("HTTP/1.0")) {
            throw new HttpException(426, "only WebSocket requests are served here").header("Upgrade", "websocket");
        }
        List<String> versions = request.headers().all(HandshakeHeaders.VERSION);
        if (!versions.equals(List.of(SUPPORTED))) {
            throw new HttpException(
                            426, "the WebSocket version must be " + SUPPORTED + ": " + String.join(", ", versions))
                    .header(HandshakeHeaders.VERSION, SUPPORTED)
                    .header("Upgrade", "websocket");
        }
        List<String> keys = request.headers().all(HandshakeHeaders.KEY);
        if (keys.size() != 1 || !HandshakeHeaders.isKey(keys.getFirst())) {
            throw new HttpException(
                    400, "the header " + HandshakeHeaders.KEY + " must be present once, with 16 bytes in Base64");
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
        List<String> wanted = HandshakeHeaders.elements(request.headers().all(HandshakeHeaders.PROTOCOL));
        return options.subprotocols.stream()
                .filter(wanted::contains)
                .findFirst()
                .orElse(null);
    }
}
