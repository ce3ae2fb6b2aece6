// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.socket.StreamSocket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** A client for the examples of servers, which shows the bytes of a response. */
final class Client implements AutoCloseable {

    private final StreamSocket socket;
    private final BufferedReader answer;

    /** Asks for a path; the connection is closed after the answer. */
    Client(int port, String path) throws IOException {
        socket = StreamSocket.connect("127.0.0.1:" + port);
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        socket.sendAll(request.getBytes(StandardCharsets.ISO_8859_1));
        answer = new BufferedReader(new InputStreamReader(socket.inputStream(), StandardCharsets.UTF_8));
    }

    /** The whole answer but for its date. */
    static String get(int port, String path) throws IOException {
        try (var client = new Client(port, path)) {
            return client.answer
                    .lines()
                    .filter(line -> !line.startsWith("Date: "))
                    .collect(Collectors.joining("\n"));
        }
    }

    /** Skips lines until one that begins so; returns it. */
    String lineThatBegins(String start) throws IOException {
        String line = answer.readLine();
        while (line != null && !line.startsWith(start)) {
            line = answer.readLine();
        }
        return String.valueOf(line);
    }

    @Override
    public void close() {
        socket.close();
    }
}
