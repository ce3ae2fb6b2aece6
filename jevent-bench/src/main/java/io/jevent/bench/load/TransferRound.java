// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.load;

import io.jevent.bench.workload.Bulk;
import io.jevent.bench.workload.Rounds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One body of blocks of 64 KiB over one HTTP connection: to the server, which answers with its length, or from the
 * server, of which the length is checked.
 */
final class TransferRound implements Rounds.Round {

    private static final int LONGEST_HEAD = 4096;
    private static final double MEGA = 1e6;
    private static final Pattern LENGTH = Pattern.compile("content-length: *(\\d+)", Pattern.CASE_INSENSITIVE);
    private static final String HEAD_END = "\r\n\r\n";

    private final Server server;
    private final boolean up;
    private final ByteBuffer block = Bulk.block();

    TransferRound(Server server, boolean up) {
        this.server = server;
        this.up = up;
    }

    @Override
    public double run(int blocks) throws IOException {
        long bytes = (long) blocks * Bulk.BLOCK;
        try (var connection = Connection.to(server)) {
            var meter = new Meter(server);
            if (up) {
                upload(connection, blocks, bytes);
            } else {
                download(connection, bytes);
            }
            meter.stop();
            return meter.tell(bytes, "bytes") / MEGA;
        }
    }

    private void upload(Connection connection, int blocks, long bytes) throws IOException {
        send(connection, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + bytes + HEAD_END);
        for (int i = 0; i < blocks; i++) {
            connection.send(block.rewind());
        }
        var answer = head(connection);
        var expected = Long.toString(bytes);
        var body = new StringBuilder(answer.substring(answer.indexOf(HEAD_END) + HEAD_END.length()));
        if (length(answer) != expected.length()) {
            throw new IOException("a wrong answer: " + answer);
        }
        var rest = ByteBuffer.allocate(expected.length() - body.length());
        connection.receive(rest);
        body.append(new String(rest.array(), StandardCharsets.US_ASCII));
        if (!expected.contentEquals(body)) {
            throw new IOException("sent " + expected + " bytes, the server received " + body);
        }
    }

    private void download(Connection connection, long bytes) throws IOException {
        send(connection, "GET /?" + bytes + " HTTP/1.1\r\nHost: a\r\n\r\n");
        var answer = head(connection);
        if (length(answer) != bytes) {
            throw new IOException("a wrong answer: " + answer.substring(0, answer.indexOf(HEAD_END)));
        }
        long left = bytes - (answer.length() - answer.indexOf(HEAD_END) - HEAD_END.length());
        var buffer = ByteBuffer.allocateDirect(Bulk.BLOCK);
        while (left > 0) {
            connection.receiveSome(buffer.clear());
            left -= buffer.position();
        }
    }

    private static void send(Connection connection, String text) throws IOException {
        connection.send(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Receives the head and what comes with it. */
    private static String head(Connection connection) throws IOException {
        var answer = ByteBuffer.allocate(LONGEST_HEAD);
        String text;
        do {
            connection.receiveSome(answer);
            text = new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
        } while (!text.contains(HEAD_END));
        if (!text.startsWith("HTTP/1.1 200 ")) {
            throw new IOException("a wrong answer: " + text);
        }
        return text;
    }

    private static long length(String answer) throws IOException {
        Matcher length = LENGTH.matcher(answer);
        if (!length.find()) {
            throw new IOException("an answer without a length: " + answer);
        }
        return Long.parseLong(length.group(1));
    }
}
