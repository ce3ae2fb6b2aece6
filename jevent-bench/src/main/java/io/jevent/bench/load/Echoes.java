// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/** One connection to an echo server: sends messages, no two alike, and checks what comes back. */
final class Echoes implements Client {

    private static final int SIZE = 64;

    private final Connection connection;
    private final ByteBuffer request = ByteBuffer.allocateDirect(SIZE);
    private final ByteBuffer answer = ByteBuffer.allocateDirect(SIZE);
    private long sent;

    Echoes(Connection connection, int number) {
        this.connection = connection;
        while (request.hasRemaining()) {
            request.put((byte) (number + request.position()));
        }
    }

    @Override
    public void ask() throws IOException {
        request.putLong(0, ++sent).rewind();
        connection.send(request);
    }

    @Override
    public void check() throws IOException {
        answer.clear();
        connection.receive(answer);
        int wrong = request.rewind().mismatch(answer.flip());
        if (wrong >= 0) {
            throw new IOException("the answer to message " + sent + " is wrong from byte " + wrong + " on");
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
