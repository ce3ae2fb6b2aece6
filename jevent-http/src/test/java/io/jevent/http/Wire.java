// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A plain socket of the JDK that sends and reads bytes, as Latin-1 characters. */
public final class Wire implements AutoCloseable {

    private static final int LIMIT_MILLIS = 600_000;

    private final Socket socket;
    private final InputStream in;

    public Wire(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(LIMIT_MILLIS);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
    }

    public Socket socket() {
        return socket;
    }

    public Wire send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Shuts down the output. */
    public Wire shutdownOutput() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Reads until the end of the connection; a failure is added in brackets. */
    public String readAll() throws IOException {
        var received = new ByteArrayOutputStream();
        var bytes = new byte[8192];
        try {
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                received.write(bytes, 0, n);
            }
        } catch (SocketException e) {
            received.writeBytes(("[" + e.getMessage() + "]").getBytes(StandardCharsets.ISO_8859_1));
        }
        return received.toString(StandardCharsets.ISO_8859_1);
    }

    /** Reads up to and including a text; less if the connection ends. */
    public String readUntil(String end) throws IOException {
        var received = new StringBuilder();
        while (received.indexOf(end) < 0) {
            int octet = in.read();
            if (octet < 0) {
                break;
            }
            received.append((char) octet);
        }
        return received.toString();
    }

    /** Reads one response with a Content-Length, head and body. */
    public String readResponse() throws IOException {
        String head = readUntil("\r\n\r\n");
        int at = head.indexOf("Content-Length: ");
        if (at < 0) {
            return head;
        }
        int length = Integer.parseInt(head.substring(at + 16, head.indexOf('\r', at)));
        return head + new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    /** Reads the body of one chunked response, with each chunk in brackets. */
    public String readChunks() throws IOException {
        var chunks = new StringBuilder();
        while (true) {
            int size = Integer.parseInt(readUntil("\r\n").strip(), 16);
            if (size == 0) {
                return chunks + readUntil("\r\n");
            }
            chunks.append('[')
                    .append(new String(in.readNBytes(size), StandardCharsets.ISO_8859_1))
                    .append(']');
            readUntil("\r\n");
        }
    }

    /** Reads a byte; returns whether the connection has ended instead. */
    public boolean atEnd() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    /** Resets the connection, like a program that is killed with unread input. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Returns the statuses of the responses in a text. */
    public static List<Integer> statuses(String text) {
        var found = new ArrayList<Integer>();
        int at = text.indexOf("HTTP/1.1 ");
        while (at >= 0) {
            int status = Integer.parseInt(text.substring(at + 9, at + 12));
            if (status != 100) {
                found.add(status);
            }
            at = text.indexOf("HTTP/1.1 ", at + 9);
        }
        return found;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
