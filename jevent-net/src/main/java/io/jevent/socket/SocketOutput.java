// SPDX-License-Identifier: Apache-2.0
package io.jevent.socket;

import java.io.IOException;
import java.io.OutputStream;

/** The output of a socket as a stream. */
final class SocketOutput extends OutputStream {

    private final StreamSocket socket;

    SocketOutput(StreamSocket socket) {
        this.socket = socket;
    }

    @Override
    public void write(int b) throws IOException {
        socket.sendAll(new byte[] {(byte) b});
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        socket.sendAll(source, offset, length);
    }

    @Override
    public void close() {
        socket.close();
    }
}
