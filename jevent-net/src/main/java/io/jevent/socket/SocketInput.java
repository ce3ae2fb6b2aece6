// SPDX-License-Identifier: Apache-2.0
package io.jevent.socket;

import java.io.IOException;
import java.io.InputStream;

/** The input of a socket as a stream. */
final class SocketInput extends InputStream {

    private final StreamSocket socket;

    SocketInput(StreamSocket socket) {
        this.socket = socket;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return socket.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        return socket.read(target, offset, length);
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
