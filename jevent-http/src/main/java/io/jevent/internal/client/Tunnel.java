// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.client;

import io.jevent.hub.Deadline;
import io.jevent.socket.StreamSocket;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks an HTTP proxy for a tunnel, RFC 9110, 9.3.6. */
final class Tunnel {

    private final StreamSocket socket;
    private final ClientSettings settings;

    Tunnel(StreamSocket socket, ClientSettings settings) {
        this.socket = socket;
        this.settings = settings;
    }

    /**
     * Opens the tunnel.
     *
     * @return the challenges of a proxy that wants credentials; empty when the tunnel is open
     */
    List<String> open(Origin origin, @Nullable String credentials, long nanos) throws IOException {
        var deadline = new Deadline(nanos);
        String host = origin.host().indexOf(':') >= 0 ? "[" + origin.host() + "]" : origin.host();
        String authority = host + ":" + origin.port();
        var lines = new StringBuilder("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n");
        if (credentials != null) {
            lines.append("Proxy-Authorization: ").append(credentials).append("\r\n");
        }
        byte[] request = lines.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        socket.sendAll(ByteBuffer.wrap(request), Duration.ofNanos(deadline.left()));
        ResponseHead head = read(deadline);
        List<String> challenges = head.status() == 407 ? head.headers().all("Proxy-Authenticate") : List.of();
        if (!challenges.isEmpty()) {
            return challenges;
        }
        if (head.status() / 100 != 2) {
            throw new ConnectException("the proxy refuses a tunnel to " + authority + " with status " + head.status()
                    + (head.status() == 407 ? ": it wants other credentials" : ""));
        }
        return List.of();
    }

    /** Reads the head byte by byte at its end, since the bytes after it belong to the server behind the tunnel. */
    private ResponseHead read(Deadline deadline) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(settings.maxHeaderBytes);
        int end = 0;
        while (end < 4) {
            if (!bytes.hasRemaining()) {
                throw new ProtocolException(
                        "the head of the proxy's response has more than " + settings.maxHeaderBytes + " bytes");
            }
            ByteBuffer one = ByteBuffer.allocate(1);
            if (socket.read(one, Duration.ofNanos(deadline.left())) < 0) {
                throw new EOFException("the proxy closed the connection: " + socket);
            }
            byte octet = one.get(0);
            bytes.put(octet);
            boolean expected = octet == (end % 2 == 0 ? '\r' : '\n');
            end = expected ? end + 1 : octet == '\r' ? 1 : 0;
        }
        return new ResponseParser(bytes.array(), 0, bytes.position()).head(settings.maxHeaders);
    }
}
