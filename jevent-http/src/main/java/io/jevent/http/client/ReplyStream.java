// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import io.jevent.internal.client.BodyPump;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The body of a response as a stream. */
final class ReplyStream extends InputStream {

    private final BodyPump.Source source;
    private @Nullable ByteBuffer bytes;
    private boolean closed;

    ReplyStream(BodyPump.Source source) {
        this.source = source;
    }

    private @Nullable ByteBuffer fill() throws IOException {
        if (closed) {
            throw new IOException("the body is closed");
        }
        while (bytes == null || !bytes.hasRemaining()) {
            bytes = source.next();
            if (bytes == null) {
                return null;
            }
        }
        return bytes;
    }

    @Override
    public int read() throws IOException {
        ByteBuffer some = fill();
        return some == null ? -1 : some.get() & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        ByteBuffer some = fill();
        if (some == null) {
            return -1;
        }
        int n = Math.min(length, some.remaining());
        some.get(target, offset, n);
        return n;
    }

    @Override
    public int available() {
        return bytes == null ? 0 : bytes.remaining();
    }

    @Override
    public void close() {
        closed = true;
        bytes = null;
        source.close();
    }
}
