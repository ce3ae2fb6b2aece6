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

/**
 * The client's side of SOCKS 5, RFC 1928, without authentication or with a name and a password (RFC 1929); the proxy
 * looks the name up.
 */
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

    private static final int PASSWORD = 2;

    private final StreamSocket socket;
    private final ProxyLogin login;

    Socks5(StreamSocket socket, ProxyLogin login) {
        this.socket = socket;
        this.login = login;
    }

    void open(String host, int port, long nanos) throws IOException {
        var deadline = new Deadline(nanos);
        byte[] name = host.getBytes(StandardCharsets.US_ASCII);
        if (name.length > MAX_NAME) {
            throw new ConnectException("the name is too long for SOCKS 5: " + host);
        }
        authenticate(deadline);
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

    private void authenticate(Deadline deadline) throws IOException {
        boolean possible = login.isPossible();
        send(possible ? new byte[] {VERSION, 2, 0, PASSWORD} : new byte[] {VERSION, 1, 0}, deadline);
        byte[] chosen = read(2, deadline);
        boolean password = possible && chosen[1] == PASSWORD;
        if (chosen[0] != VERSION || (chosen[1] != 0 && !password)) {
            throw new ConnectException("the SOCKS proxy does not speak version 5 "
                    + (possible ? "with a name and a password: " : "without authentication: ") + socket);
        }
        if (password) {
            logIn(deadline);
        }
    }

    private void logIn(Deadline deadline) throws IOException {
        String both = login.nameAndPassword();
        int colon = both.indexOf(':');
        byte[] name = both.substring(0, colon).getBytes(StandardCharsets.UTF_8);
        byte[] password = both.substring(colon + 1).getBytes(StandardCharsets.UTF_8);
        if (name.length > MAX_NAME || password.length > MAX_NAME) {
            throw new ConnectException("the name or the password is too long for SOCKS 5");
        }
        var request = new ByteArrayOutputStream();
        request.write(1);
        request.write(name.length);
        request.writeBytes(name);
        request.write(password.length);
        request.writeBytes(password);
        send(request.toByteArray(), deadline);
        if (read(2, deadline)[1] != 0) {
            throw new ConnectException("the SOCKS proxy refuses the name or the password: " + socket);
        }
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
