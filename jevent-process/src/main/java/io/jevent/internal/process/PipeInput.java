// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** The output of a child. It ends when all processes have closed the other end of the pipe, or when it is cut off. */
public final class PipeInput extends InputStream {

    private final InputStream stream;
    private final ReadableByteChannel channel;
    private volatile boolean cutOff;

    /** Reads {@code channel}, which belongs to {@code stream}: only a channel can be closed during a read. */
    PipeInput(InputStream stream, ReadableByteChannel channel) {
        this.stream = stream;
        this.channel = channel;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            return channel.read(ByteBuffer.wrap(target, offset, length));
        } catch (IOException e) {
            if (cutOff) {
                return -1;
            }
            throw e;
        }
    }

    @Override
    public int available() throws IOException {
        return cutOff ? 0 : stream.available();
    }

    /**
     * Makes all reads return the end from now on, also one in progress.
     *
     * @throws IOException if the pipe cannot be closed
     */
    public void cutOff() throws IOException {
        cutOff = true;
        close();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
