// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.jdk;

import io.jevent.http.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/*
 * States: UNSENT --- begin(length) ---> OPEN --- close() ---> closed, and complete if all bytes that were announced were written.
 */
/**
 * The body of a response. Buffers up to 8 KiB, so that a short response is sent with its head.
 *
 * <p><b>Confinement:</b> one thread at a time.
 */
final class ExchangeOutput extends OutputStream {

    /** The length of a body that ends when the stream is closed. */
    static final long OPEN = -1;

    private static final long UNSENT = -2;
    private static final int SIZE = 8192;

    private final HubCalls calls;
    private final Response response;
    private final Runnable end;
    private final Runnable abort;
    private byte[] buffer = {};
    private int size;
    private long length = UNSENT;
    private long left;
    private boolean head;
    private boolean begun;
    private boolean closed;
    private volatile boolean complete;

    /** Creates a body; {@code end} runs when it is complete, {@code abort} when it ends before. */
    ExchangeOutput(HubCalls calls, Response response, Runnable end, Runnable abort) {
        this.calls = calls;
        this.response = response;
        this.end = end;
        this.abort = abort;
    }

    /** Allows the body, whose length may be {@link #OPEN}; that of a response to HEAD is not sent. */
    void begin(long bytes, boolean toHead) {
        length = bytes;
        left = bytes;
        head = toHead;
        if (bytes != 0) {
            buffer = new byte[bytes == OPEN ? SIZE : (int) Math.min(SIZE, bytes)];
        }
    }

    boolean isComplete() {
        return complete;
    }

    private void requireOpen() throws IOException {
        if (length == UNSENT) {
            throw new IOException("response headers not sent yet");
        }
        if (closed) {
            throw new IOException("stream closed");
        }
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        Objects.checkFromIndexSize(from, count, bytes.length);
        if (count == 0) {
            return;
        }
        requireOpen();
        if (length != OPEN) {
            if (count > left) {
                throw new IOException("too many bytes to write to stream: " + count + ", and Content-Length allows "
                        + left + " more");
            }
            left -= count;
        }
        if (count > buffer.length - size) {
            sendBuffer();
        }
        if (count > buffer.length) {
            begun = true;
            calls.call(() -> response.write(bytes, from, count));
        } else {
            System.arraycopy(bytes, from, buffer, size, count);
            size += count;
        }
    }

    private void sendBuffer() throws IOException {
        if (size > 0) {
            int count = size;
            size = 0;
            begun = true;
            calls.call(() -> response.write(buffer, 0, count));
        }
    }

    @Override
    public void flush() throws IOException {
        if (closed) {
            return;
        }
        requireOpen();
        if (size > 0) {
            sendBuffer();
        } else if (!begun && length != 0) {
            begun = true;
            calls.call(() -> response.write(buffer, 0, 0));
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        requireOpen();
        closed = true;
        if (length != OPEN && left > 0) {
            abort.run();
            throw new IOException("insufficient bytes written to stream: " + left + " more were announced");
        }
        calls.call(this::finish);
        complete = true;
        end.run();
    }

    private void finish() throws IOException {
        if (length > 0 && !begun) {
            response.send(size == buffer.length ? buffer : Arrays.copyOf(buffer, size));
            return;
        }
        if (size > 0) {
            response.write(buffer, 0, size);
        } else if (!begun && (length == OPEN || head)) {
            response.write(buffer, 0, 0);
        }
        response.end();
    }
}
