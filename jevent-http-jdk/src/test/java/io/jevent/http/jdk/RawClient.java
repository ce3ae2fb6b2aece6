// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.jdk;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Sends bytes and reads all that comes back, in a form in which the differences that the specification allows are gone.
 */
final class RawClient {

    private static final int LIMIT_MILLIS = 60_000;

    private RawClient() {}

    /** Sends a text, in which each line ends with CR LF, and returns all that comes back until the connection ends. */
    static String exchange(InetSocketAddress server, String text) throws IOException {
        try (Socket socket = connect(server)) {
            return exchange(socket, text);
        }
    }

    static String exchange(Socket socket, String text) throws IOException {
        send(socket, text);
        return rest(socket);
    }

    static Socket connect(InetSocketAddress server) throws IOException {
        var socket = new Socket(server.getAddress(), server.getPort());
        socket.setSoTimeout(LIMIT_MILLIS);
        return socket;
    }

    static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    static String rest(Socket socket) throws IOException {
        var all = new StringBuilder();
        byte[] some = new byte[4096];
        InputStream in = socket.getInputStream();
        try {
            for (int n = in.read(some); n >= 0; n = in.read(some)) {
                all.append(new String(some, 0, n, StandardCharsets.ISO_8859_1));
            }
        } catch (java.net.SocketTimeoutException e) {
            throw new IOException("the server sent nothing more and left the connection open, after: " + all, e);
        } catch (IOException _) {
            // a reset is an end, too
        }
        return normal(all.toString());
    }

    /** Sorts the header lines of each response, in lower case, without the date and those of the connection. */
    private static String normal(String responses) {
        var text = new StringBuilder();
        String left = responses;
        while (left.startsWith("HTTP/1.1 ")) {
            int end = left.indexOf("\r\n\r\n");
            String[] lines = left.substring(0, end).split("\r\n");
            text.append(lines[0].substring(0, 12)).append('\n');
            text.append(Arrays.stream(lines)
                    .skip(1)
                    .map(RawClient::normalLine)
                    .filter(line -> !line.matches("(date|connection|keep-alive):.*"))
                    .sorted()
                    .map(line -> line + "\n")
                    .collect(Collectors.joining()));
            int next = left.indexOf("HTTP/1.1 ", end);
            String body = next < 0 ? left.substring(end + 4) : left.substring(end + 4, next);
            text.append('\n').append(unchunked(lines, body)).append('\n');
            left = next < 0 ? "" : left.substring(next);
        }
        return text.append(left).toString();
    }

    private static String normalLine(String line) {
        int colon = line.indexOf(':');
        String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
        return name + line.substring(colon);
    }

    /** Joins the chunks of a body, since servers may cut it as they like; a cut body ends with a mark. */
    private static String unchunked(String[] lines, String body) {
        if (Arrays.stream(lines).skip(1).noneMatch(line -> normalLine(line).equals("transfer-encoding: chunked"))) {
            return body;
        }
        var text = new StringBuilder();
        String left = body;
        while (true) {
            int end = left.indexOf("\r\n");
            if (end < 0) {
                return text.append("<cut>").toString();
            }
            int size = Integer.parseInt(left.substring(0, end), 16);
            if (size == 0) {
                return text.append("<end>").toString();
            }
            text.append(left, end + 2, Math.min(left.length(), end + 2 + size));
            left = left.substring(Math.min(left.length(), end + 4 + size));
        }
    }
}
