// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client that sends any bytes. Its socket is the JDK's, so that it works in a greenlet. */
final class RawPeer implements AutoCloseable {

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;
    static final int FIN = 0x80;

    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final int LIMIT_MILLIS = 600_000;

    /** A received frame. */
    @SuppressWarnings("ArrayRecordComponent") // frames are never compared
    record Frame(int first, byte[] payload) {

        int opcode() {
            return first & 0xf;
        }

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        int code() {
            return payload.length < 2 ? -1 : ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
        }
    }

    final Socket socket;
    final DataInputStream in;
    final OutputStream out;

    RawPeer(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(LIMIT_MILLIS);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** Connects and upgrades. */
    static RawPeer open(int port, String... headers) throws IOException {
        var peer = new RawPeer(port);
        peer.request("/", headers);
        List<String> answer = peer.head();
        if (!answer.getFirst().startsWith("HTTP/1.1 101 ")) {
            throw new IOException(answer.toString());
        }
        return peer;
    }

    void request(String path, String... headers) throws IOException {
        var lines = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Key: " + KEY + "\r\nSec-WebSocket-Version: 13\r\n");
        for (String header : headers) {
            lines.append(header).append("\r\n");
        }
        send(lines.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Reads the lines of the response's head. */
    List<String> head() throws IOException {
        var lines = new ArrayList<String>();
        while (true) {
            var line = new ByteArrayOutputStream();
            for (int b = in.readByte(); b != '\n'; b = in.readByte()) {
                line.write(b);
            }
            String text = line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
            if (text.isEmpty()) {
                return lines;
            }
            lines.add(text);
        }
    }

    void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Sends a masked frame whose first byte is given: {@link #FIN}, reserved bits and opcode. */
    void frame(int first, byte[] payload) throws IOException {
        send(masked(first, payload));
    }

    void frame(int first, String payload) throws IOException {
        frame(first, payload.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] masked(int first, byte[] payload) {
        var bytes = head(first, payload.length, true);
        byte[] mask = {0x37, (byte) 0xfa, 0x21, 0x3d};
        bytes.writeBytes(mask);
        for (int i = 0; i < payload.length; i++) {
            bytes.write(payload[i] ^ mask[i & 3]);
        }
        return bytes.toByteArray();
    }

    /** Returns the bytes before mask and payload, with the shortest encoding of the length. */
    static ByteArrayOutputStream head(int first, long length, boolean masked) {
        var bytes = new ByteArrayOutputStream();
        bytes.write(first);
        int flag = masked ? 0x80 : 0;
        if (length < 126) {
            bytes.write(flag | (int) length);
        } else if (length < 65536) {
            bytes.write(flag | 126);
            bytes.write((int) (length >> 8));
            bytes.write((int) length);
        } else {
            bytes.write(flag | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                bytes.write((int) (length >> shift));
            }
        }
        return bytes;
    }

    void close(int code) throws IOException {
        frame(FIN | CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
    }

    /** Reads the next frame. */
    Frame read() throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        if (second >= 0x80) {
            throw new IOException("a server masks nothing");
        }
        long length = second == 126 ? in.readUnsignedShort() : second == 127 ? in.readLong() : second;
        return new Frame(first, in.readNBytes((int) length));
    }

    /** Returns whether the connection has ended, cleanly or not. */
    boolean atEnd() throws IOException {
        try {
            return in.read() < 0;
        } catch (EOFException | SocketException _) {
            return true;
        }
    }

    /** Closes with a reset. */
    void vanish() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
