// SPDX-License-Identifier: Apache-2.0
package io.jevent.socket;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;

/** The output of a socket as an {@link OutputStream}. */
final class SocketOutput extends OutputStream {

    private final StreamSocket socket;
    private final LongSupplier limit;

    /** Creates the stream; {@code limit} returns the time limit of each write in nanoseconds. */
    SocketOutput(StreamSocket socket, LongSupplier limit) {
        this.socket = socket;
        this.limit = limit;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        socket.stream().output().send(ByteBuffer.wrap(source, offset, length), limit.getAsLong());
    }

    @Override
    public void close() {
        socket.close();
    }
}
