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

/** A plain connection of the JDK that says and hears bytes, as characters of Latin-1. */
public final class Wire implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 600_000;

    private final Socket socket;
    private final InputStream in;

    public Wire(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
    }

    public Socket socket() {
        return socket;
    }

    public Wire say(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Says that nothing more will be said. */
    public Wire sayNoMore() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** All that comes until the connection ends, in whatever way. */
    public String hearAll() throws IOException {
        var heard = new ByteArrayOutputStream();
        var piece = new byte[8192];
        try {
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                heard.write(piece, 0, n);
            }
        } catch (SocketException e) {
            heard.writeBytes(("[" + e.getMessage() + "]").getBytes(StandardCharsets.ISO_8859_1));
        }
        return heard.toString(StandardCharsets.ISO_8859_1);
    }

    /** What comes until a text, that included; less if the connection ends. */
    public String hearUntil(String end) throws IOException {
        var heard = new StringBuilder();
        while (heard.indexOf(end) < 0) {
            int octet = in.read();
            if (octet < 0) {
                break;
            }
            heard.append((char) octet);
        }
        return heard.toString();
    }

    /** One answer with a Content-Length, head and body. */
    public String hearAnswer() throws IOException {
        String head = hearUntil("\r\n\r\n");
        int at = head.indexOf("Content-Length: ");
        if (at < 0) {
            return head;
        }
        int length = Integer.parseInt(head.substring(at + 16, head.indexOf('\r', at)));
        return head + new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    /** The body of one answer with chunks, each in brackets. */
    public String hearChunks() throws IOException {
        var chunks = new StringBuilder();
        while (true) {
            int size = Integer.parseInt(hearUntil("\r\n").strip(), 16);
            if (size == 0) {
                return chunks + hearUntil("\r\n");
            }
            chunks.append('[')
                    .append(new String(in.readNBytes(size), StandardCharsets.ISO_8859_1))
                    .append(']');
            hearUntil("\r\n");
        }
    }

    /** Whether the connection has ended. */
    public boolean atEnd() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    /** Ends the connection as a program does that is killed with something unread. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** The statuses of the answers in a text. */
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
