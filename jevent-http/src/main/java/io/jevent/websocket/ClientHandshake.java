// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import io.jevent.hub.Deadline;
import io.jevent.internal.http.HeaderList;
import io.jevent.socket.StreamSocket;
import io.jevent.tls.TlsClient;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The client's side of the opening handshake, RFC 6455, 4.1. */
final class ClientHandshake {

    private static final int MAX_HEAD = 64 * 1024;
    private static final int KEY_BYTES = 16;
    private static final int SWITCHING = 101;
    private static final String VERSION = "HTTP/1.1 ";
    private static final int STATUS_AT = 9;
    private static final int STATUS_END = 12;
    private static final int MAX_SHOWN = 100;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final URI uri;
    private final boolean secure;
    private final WebSocketOptions options;
    private final String key;

    ClientHandshake(String address, WebSocketOptions options) {
        this.options = options;
        try {
            uri = new URI(address);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not an address of a WebSocket: " + e.getMessage(), e);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("ws") && !scheme.equals("wss")) {
            throw bad(address, "it must begin with ws:// or wss://");
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null) {
            throw bad(address, "it must have a host, and no user");
        }
        if (uri.getRawFragment() != null) {
            throw bad(address, "it must have no fragment");
        }
        secure = scheme.equals("wss");
        byte[] nonce = new byte[KEY_BYTES];
        RANDOM.nextBytes(nonce);
        key = Base64.getEncoder().encodeToString(nonce);
    }

    private static IllegalArgumentException bad(String address, String why) {
        return new IllegalArgumentException("not an address of a WebSocket: " + why + ": " + address);
    }

    WebSocket connect() throws IOException {
        var deadline = new Deadline(options.connectNanos);
        StreamSocket socket = open(deadline);
        try {
            socket.sendAll(ByteBuffer.wrap(request()), left(deadline));
            return read(socket, deadline);
        } catch (SocketTimeoutException e) {
            socket.close();
            var late = new SocketTimeoutException(
                    "connecting to " + uri + " took longer than " + Duration.ofNanos(options.connectNanos));
            late.initCause(e);
            throw late;
        } catch (Throwable t) {
            socket.close();
            throw t;
        }
    }

    private static Duration left(Deadline deadline) {
        return Duration.ofNanos(deadline.left());
    }

    private StreamSocket open(Deadline deadline) throws IOException {
        String host = bare(uri.getHost());
        var address = InetSocketAddress.createUnresolved(host, port());
        if (!secure) {
            return StreamSocket.connect(address, left(deadline));
        }
        TlsClient tls = options.tls == null ? TlsClient.create() : options.tls;
        return tls.connect(address, left(deadline));
    }

    /** Removes the brackets of an IPv6 address. */
    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private int port() {
        return uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
    }

    private byte[] request() {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        var lines = new StringBuilder("GET " + path + query + " HTTP/1.1\r\n");
        line(lines, "Host", uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort());
        line(lines, "Upgrade", "websocket");
        line(lines, "Connection", "Upgrade");
        line(lines, HandshakeHeaders.KEY, key);
        line(lines, HandshakeHeaders.VERSION, "13");
        if (!options.subprotocols.isEmpty()) {
            line(lines, HandshakeHeaders.PROTOCOL, String.join(", ", options.subprotocols));
        }
        if (options.compression) {
            line(lines, HandshakeHeaders.EXTENSIONS, Deflate.offers(options));
        }
        options.headers.forEach(header -> line(lines, header.getKey(), header.getValue()));
        return lines.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void line(StringBuilder lines, String name, String value) {
        lines.append(name).append(": ").append(value).append("\r\n");
    }

    private WebSocket read(StreamSocket socket, Deadline deadline) throws IOException {
        ByteBuf bytes = Unpooled.buffer();
        int scanned = 0;
        while (true) {
            int end = endOfHead(bytes, scanned);
            if (end >= 0) {
                String head =
                        bytes.readCharSequence(end, StandardCharsets.ISO_8859_1).toString();
                return accept(socket, head, bytes);
            }
            scanned = Math.max(0, bytes.writerIndex() - 3);
            if (bytes.writerIndex() > MAX_HEAD) {
                throw new HandshakeException("the response of " + uri + " has more than " + MAX_HEAD + " bytes", 0);
            }
            byte[] more = socket.recv(MAX_HEAD, left(deadline));
            if (more.length == 0) {
                throw new HandshakeException(uri + " closed the connection before it had responded", 0);
            }
            bytes.writeBytes(more);
        }
    }

    /** Returns the index after the empty line; -1 if there is none yet. */
    private static int endOfHead(ByteBuf bytes, int from) {
        for (int i = from; i + 3 < bytes.writerIndex(); i++) {
            if (bytes.getInt(i) == 0x0d0a0d0a) {
                return i + 4;
            }
        }
        return -1;
    }

    private WebSocket accept(StreamSocket socket, String head, ByteBuf rest) throws HandshakeException {
        List<String> lines = head.lines().toList();
        String status = lines.getFirst();
        if (!isStatusLine(status)) {
            throw new HandshakeException(uri + " does not respond in HTTP/1.1: " + shown(status), 0);
        }
        int code = Integer.parseInt(status.substring(STATUS_AT, STATUS_END));
        if (code != SWITCHING) {
            throw new HandshakeException(uri + " does not open a WebSocket: " + shown(status), code);
        }
        HeaderList headers = headers(lines);
        require(HandshakeHeaders.hasElement(headers.all("Upgrade"), "websocket"), "Upgrade is not websocket");
        require(HandshakeHeaders.hasElement(headers.all("Connection"), "upgrade"), "Connection is not upgrade");
        require(
                headers.all(HandshakeHeaders.ACCEPT).equals(List.of(HandshakeHeaders.accept(key))),
                HandshakeHeaders.ACCEPT + " does not match the key");
        String protocol = protocol(headers);
        Deflate compression = compression(headers);
        var connection = new WebSocketConnection(socket, false, options);
        connection.install(compression, rest);
        return new WebSocket(connection, Optional.ofNullable(protocol));
    }

    /**
     * Returns whether a line is a status line, RFC 9112, 4: the version, three digits, and an optional reason after a
     * space.
     */
    private static boolean isStatusLine(String line) {
        if (!line.startsWith(VERSION) || line.length() < STATUS_END) {
            return false;
        }
        for (int i = STATUS_AT; i < STATUS_END; i++) {
            if (line.charAt(i) < '0' || line.charAt(i) > '9') {
                return false;
            }
        }
        boolean known = line.charAt(STATUS_AT) >= '1' && line.charAt(STATUS_AT) <= '5';
        return known && (line.length() == STATUS_END || line.charAt(STATUS_END) == ' ');
    }

    private static String shown(String line) {
        var printable = new StringBuilder();
        for (int i = 0; i < Math.min(line.length(), MAX_SHOWN); i++) {
            char c = line.charAt(i);
            printable.append(c < ' ' || c > '~' ? '?' : c);
        }
        return printable.toString();
    }

    private HeaderList headers(List<String> lines) throws HandshakeException {
        var headers = new HeaderList();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (line.isEmpty()) {
                continue;
            }
            try {
                headers.add(
                        line.substring(0, Math.max(0, colon)),
                        line.substring(colon + 1).strip());
            } catch (IllegalArgumentException _) {
                throw new HandshakeException(uri + " sends a malformed header: " + shown(line), SWITCHING);
            }
        }
        return headers;
    }

    private void require(boolean holds, String otherwise) throws HandshakeException {
        if (!holds) {
            throw new HandshakeException(uri + " sends a malformed handshake: " + otherwise, SWITCHING);
        }
    }

    private @Nullable String protocol(HeaderList headers) throws HandshakeException {
        List<String> chosen = headers.all(HandshakeHeaders.PROTOCOL);
        require(
                chosen.size() < 2 && options.subprotocols.containsAll(chosen),
                "it selects a subprotocol that was not offered: " + shown(chosen.toString()));
        return chosen.isEmpty() ? null : chosen.getFirst();
    }

    private @Nullable Deflate compression(HeaderList headers) throws HandshakeException {
        List<String> lines = headers.all(HandshakeHeaders.EXTENSIONS);
        if (lines.isEmpty()) {
            return null;
        }
        List<Extension> selected = Extension.parse(lines);
        Deflate agreed =
                options.compression && selected.size() == 1 ? Deflate.agreed(selected.getFirst(), options) : null;
        require(
                agreed != null,
                "its extensions were not offered, or not with these parameters: " + shown(lines.toString()));
        return agreed;
    }
}
