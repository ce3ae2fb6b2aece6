// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.load;

import io.jevent.bench.workload.Hello;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One connection to an HTTP server that is kept. */
final class HttpGets implements Client {

    private static final byte[] REQUEST =
            "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final int MOST = 1024;

    private final Connection connection;
    private final ByteBuffer request = ByteBuffer.allocateDirect(REQUEST.length).put(REQUEST);
    private final ByteBuffer answer = ByteBuffer.allocateDirect(MOST);

    HttpGets(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void ask() throws IOException {
        connection.send(request.rewind());
    }

    @Override
    public void check() throws IOException {
        answer.clear();
        String text;
        do {
            connection.receiveSome(answer);
            text = StandardCharsets.US_ASCII.decode(answer.duplicate().flip()).toString();
        } while (!text.endsWith(Hello.TEXT));
        if (!text.startsWith("HTTP/1.1 200 ")) {
            throw new IOException("a wrong answer: " + text);
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
