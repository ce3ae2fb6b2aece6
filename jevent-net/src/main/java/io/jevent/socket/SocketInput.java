// SPDX-License-Identifier: Apache-2.0
package io.jevent.socket;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.function.LongSupplier;

/** The input of a socket as an {@link InputStream}. */
final class SocketInput extends InputStream {

    private final StreamSocket socket;
    private final LongSupplier limit;

    /** Creates the stream; {@code limit} returns the time limit of each read in nanoseconds. */
    SocketInput(StreamSocket socket, LongSupplier limit) {
        this.socket = socket;
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        return socket.stream().input().read(target, offset, length, limit.getAsLong());
    }

    @Override
    public int available() {
        return socket.stream().input().available();
    }

    @Override
    public void close() {
        socket.close();
    }
}
