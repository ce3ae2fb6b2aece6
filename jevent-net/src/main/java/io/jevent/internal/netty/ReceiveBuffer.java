// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The bytes that a stream has received and no greenlet has read yet. */
final class ReceiveBuffer {

    private static final int SMALL = 1024;
    private static final int MERGED = 4 * SMALL;

    /** The memory of a buffer's objects, in bytes. */
    private static final int OVERHEAD = 128;

    private @Nullable ByteBuf first;
    private @Nullable ArrayDeque<ByteBuf> rest;

    /** The memory that the buffers take, in bytes, whether they are full or not. */
    private int held;

    boolean isEmpty() {
        return first == null;
    }

    int held() {
        return held;
    }

    int bytes() {
        int bytes = first == null ? 0 : first.readableBytes();
        if (rest != null) {
            for (ByteBuf buffer : rest) {
                bytes += buffer.readableBytes();
            }
        }
        return bytes;
    }

    /**
     * Adds a buffer. The bytes of a small one are merged with earlier bytes, because its objects may take more memory
     * than they do.
     */
    void add(ByteBuf received) {
        ByteBuf buffer = received;
        ByteBuf tail = rest == null || rest.isEmpty() ? first : rest.peekLast();
        if (tail != null && received.readableBytes() <= SMALL) {
            if (received.readableBytes() <= tail.writableBytes() && !tail.isReadOnly()) {
                tail.writeBytes(received);
                received.release();
                return;
            }
            buffer = received.alloc().directBuffer(MERGED).writeBytes(received);
            received.release();
        }
        held += OVERHEAD + buffer.capacity();
        if (first == null) {
            first = buffer;
        } else {
            if (rest == null) {
                rest = new ArrayDeque<>();
            }
            rest.add(buffer);
        }
    }

    int take(byte[] target, int offset, int length) {
        int done = 0;
        ByteBuf buffer;
        while (done < length && (buffer = first) != null) {
            int n = Math.min(length - done, buffer.readableBytes());
            buffer.readBytes(target, offset + done, n);
            done += n;
            dropIfEmpty(buffer);
        }
        return done;
    }

    int take(ByteBuffer target) {
        int done = 0;
        ByteBuf buffer;
        while (target.hasRemaining() && (buffer = first) != null) {
            int n = Math.min(target.remaining(), buffer.readableBytes());
            int limit = target.limit();
            target.limit(target.position() + n);
            buffer.readBytes(target);
            target.limit(limit);
            done += n;
            dropIfEmpty(buffer);
        }
        return done;
    }

    /** Takes up to {@code max} bytes from the oldest buffer. */
    byte[] takeSome(int max) {
        ByteBuf buffer = first;
        if (buffer == null) {
            return new byte[0];
        }
        var bytes = new byte[Math.min(max, buffer.readableBytes())];
        buffer.readBytes(bytes);
        dropIfEmpty(buffer);
        return bytes;
    }

    /** Takes all bytes as one buffer; returns null if there are none. */
    @Nullable
    ByteBuf takeAll() {
        ByteBuf buffer = first;
        if (buffer != null && rest != null && !rest.isEmpty()) {
            var all = Unpooled.compositeBuffer(Integer.MAX_VALUE).addComponent(true, buffer);
            rest.forEach(more -> all.addComponent(true, more));
            buffer = all;
        }
        first = null;
        rest = null;
        held = 0;
        return buffer;
    }

    private void dropIfEmpty(ByteBuf buffer) {
        if (!buffer.isReadable()) {
            held -= OVERHEAD + buffer.capacity();
            buffer.release();
            first = rest == null ? null : rest.poll();
        }
    }

    /**
     * Moves the remaining bytes into the Java heap, after the end of the input, so that a socket that the program
     * forgets to close leaks no direct memory.
     */
    void moveToHeap() {
        if (first == null) {
            return;
        }
        var bytes = new byte[bytes()];
        int n = take(bytes, 0, bytes.length);
        first = Unpooled.wrappedBuffer(bytes, 0, n);
        held = OVERHEAD + first.capacity();
    }

    void clear() {
        ByteBuf buffer;
        while ((buffer = first) != null) {
            buffer.skipBytes(buffer.readableBytes());
            dropIfEmpty(buffer);
        }
        rest = null;
    }
}
