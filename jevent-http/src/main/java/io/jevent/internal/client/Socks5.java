// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.client;

import io.jevent.hub.Deadline;
import io.jevent.socket.StreamSocket;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The client's side of SOCKS 5, RFC 1928, without authentication; the proxy looks the name up. */
final class Socks5 {

    private static final int VERSION = 5;
    private static final int CONNECT = 1;
    private static final int NAME = 3;
    private static final int MAX_NAME = 255;
    private static final String[] REPLIES = {
        "it succeeded",
        "the proxy has failed",
        "the proxy's rules do not allow it",
        "the network is unreachable",
        "the host is unreachable",
        "Connection refused",
        "the time to live has expired",
        "the proxy does not know the command",
        "the proxy does not know the type of address"
    };

    private final StreamSocket socket;

    Socks5(StreamSocket socket) {
        this.socket = socket;
    }

    void open(String host, int port, long nanos) throws IOException {
        var deadline = new Deadline(nanos);
        byte[] name = host.getBytes(StandardCharsets.US_ASCII);
        if (name.length > MAX_NAME) {
            throw new ConnectException("the name is too long for SOCKS 5: " + host);
        }
        send(new byte[] {VERSION, 1, 0}, deadline);
        byte[] chosen = read(2, deadline);
        if (chosen[0] != VERSION || chosen[1] != 0) {
            throw new ConnectException("the SOCKS proxy does not speak version 5 without authentication: " + socket);
        }
        var request = new ByteArrayOutputStream();
        request.writeBytes(new byte[] {VERSION, CONNECT, 0, NAME, (byte) name.length});
        request.writeBytes(name);
        request.write(port >> 8);
        request.write(port);
        send(request.toByteArray(), deadline);
        byte[] reply = read(4, deadline);
        if (reply[0] != VERSION || reply[1] != 0) {
            int code = reply[1] & 0xff;
            String why = code < REPLIES.length ? REPLIES[code] : "reply " + code;
            throw new ConnectException("the SOCKS proxy cannot connect to " + host + ":" + port + ": " + why);
        }
        int length = switch (reply[3]) {
            case 1 -> 4;
            case 4 -> 16;
            case NAME -> read(1, deadline)[0] & 0xff;
            default -> throw new ConnectException("the SOCKS proxy sends a malformed reply: " + socket);
        };
        var _ = read(length + 2, deadline);
    }

    private void send(byte[] bytes, Deadline deadline) throws IOException {
        socket.sendAll(ByteBuffer.wrap(bytes), Duration.ofNanos(deadline.left()));
    }

    private byte[] read(int length, Deadline deadline) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (socket.read(bytes, Duration.ofNanos(deadline.left())) < 0) {
                throw new EOFException("the SOCKS proxy closed the connection: " + socket);
            }
        }
        return bytes.array();
    }
}
