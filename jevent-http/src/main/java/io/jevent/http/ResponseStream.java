// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/** The body of a response as a stream. */
final class ResponseStream extends OutputStream {

    private static final int SIZE = 8192;

    private final Response response;
    private final byte[] buffer = new byte[SIZE];
    private int size;

    ResponseStream(Response response) {
        this.response = response;
    }

    @Override
    public void write(int octet) throws IOException {
        response.requireOpen();
        if (size == SIZE) {
            flush();
        }
        buffer[size++] = (byte) octet;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        response.requireOpen();
        if (length > SIZE - size) {
            flush();
        }
        if (length >= SIZE) {
            response.write(bytes, offset, length);
        } else {
            System.arraycopy(bytes, offset, buffer, size, length);
            size += length;
        }
    }

    @Override
    public void flush() throws IOException {
        if (size > 0) {
            int length = size;
            size = 0;
            response.write(buffer, 0, length);
        }
    }

    @Override
    public void close() throws IOException {
        response.end();
    }
}
