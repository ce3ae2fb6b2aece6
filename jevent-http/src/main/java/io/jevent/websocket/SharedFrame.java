// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/*
 * A frame is encoded once for many connections. That is possible since a server masks no frames, and the compressed form
 * refers to no earlier message. The buffer's reference count is the number of connections that still need it; any thread may
 * release it.
 */
/** A message that is encoded once for many peers. */
final class SharedFrame {

    private static final int RSV1 = 0x40;
    private static final int TAIL = 4;
    private static final int CHUNK = 8192;

    private final boolean text;
    private final byte[] payload;
    private final ByteBuf plain;
    private final @Nullable ByteBuf deflated;

    /**
     * Creates a frame with one reference.
     *
     * @param text whether it is text
     * @param payload the message, not copied
     * @param deflate whether a peer may receive it compressed
     */
    SharedFrame(boolean text, byte[] payload, boolean deflate) {
        this.text = text;
        this.payload = payload;
        int opcode = FrameEncoder.FIN | (text ? FrameEncoder.TEXT : FrameEncoder.BINARY);
        plain = frame(opcode, payload, payload.length);
        deflated = deflate && payload.length >= Deflate.LEAST ? deflated(opcode | RSV1, payload) : null;
    }

    private static ByteBuf frame(int first, byte[] payload, int length) {
        ByteBuf bytes = Unpooled.directBuffer(FrameEncoder.ROOM + length);
        FrameEncoder.writeHead(bytes, first, length, 0);
        return bytes.writeBytes(payload, 0, length);
    }

    private static ByteBuf deflated(int first, byte[] payload) {
        try (var deflater = new Deflater(Deflate.LEVEL, true)) {
            deflater.setInput(payload);
            byte[] target = new byte[CHUNK];
            int size = 0;
            while (true) {
                size += deflater.deflate(target, size, target.length - size, Deflater.SYNC_FLUSH);
                if (size < target.length) {
                    return frame(first, target, size - TAIL);
                }
                target = Arrays.copyOf(target, 2 * target.length);
            }
        }
    }

    /** Returns the maximum size of the frame in bytes. */
    int size() {
        return plain.readableBytes();
    }

    boolean isText() {
        return text;
    }

    /** Returns whether a peer may receive the frame compressed. */
    boolean isDeflated() {
        return deflated != null;
    }

    /** Returns the message, which must not be changed. */
    byte[] payload() {
        return payload;
    }

    /** Returns the frame for one connection, which releases it. */
    ByteBuf bytes(boolean compressed) {
        ByteBuf form = compressed && deflated != null ? deflated : plain;
        return form.retainedDuplicate();
    }

    void retain() {
        plain.retain();
        if (deflated != null) {
            deflated.retain();
        }
    }

    void release() {
        plain.release();
        if (deflated != null) {
            deflated.release();
        }
    }
}
