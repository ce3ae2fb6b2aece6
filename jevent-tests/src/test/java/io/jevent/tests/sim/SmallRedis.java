// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.sim;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;

/** A server with a few commands of Redis, in plain code of the JDK. */
final class SmallRedis {

    private final Map<String, String> values = new HashMap<>();

    void serve(int port) throws IOException {
        try (var listener = new ServerSocket(port);
                var threads = Executors.newCachedThreadPool()) {
            while (true) {
                Socket socket = listener.accept();
                threads.execute(() -> serve(socket));
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            OutputStream out = socket.getOutputStream();
            while (true) {
                out.write(answer(command(in)).getBytes(UTF_8));
            }
        } catch (IOException _) {
            // the client is gone
        }
    }

    private static List<String> command(DataInputStream in) throws IOException {
        int count = Integer.parseInt(line(in).substring(1));
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            var word = new byte[Integer.parseInt(line(in).substring(1))];
            in.readFully(word);
            line(in);
            words.add(new String(word, UTF_8));
        }
        return words;
    }

    private static String line(DataInputStream in) throws IOException {
        var line = new StringBuilder();
        int c;
        while ((c = in.read()) != '\n') {
            if (c < 0) {
                throw new EOFException();
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private synchronized String answer(List<String> words) {
        return switch (words.getFirst().toUpperCase(Locale.ROOT)) {
            case "PING" -> "+PONG\r\n";
            case "CLIENT" -> "+OK\r\n";
            case "SET" -> {
                values.put(words.get(1), words.get(2));
                yield "+OK\r\n";
            }
            case "GET" -> {
                String value = values.get(words.get(1));
                yield value == null ? "$-1\r\n" : "$" + value.length() + "\r\n" + value + "\r\n";
            }
            case "INCR" -> {
                long next = Long.parseLong(values.getOrDefault(words.get(1), "0")) + 1;
                values.put(words.get(1), String.valueOf(next));
                yield ":" + next + "\r\n";
            }
            default -> "-ERR unknown command '" + words.getFirst() + "'\r\n";
        };
    }
}
