// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/*
 * The bytes of a whole frame are made once and go to many connections, which is possible since a server masks nothing and
 * no compression looks back at the message before. The counter of the buffer says how many connections still need it;
 * it may be counted down by any thread.
 */
/** A message in the form in which it goes to many peers. */
final class SharedFrame {

    private static final int FIN = 0x80;
    private static final int RSV1 = 0x40;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int SHORT = 126;
    private static final int LONG = 127;
    private static final int LONGEST_HEAD = 10;
    private static final int TAIL = 4;
    private static final int CHUNK = 8192;

    private final boolean text;
    private final byte[] payload;
    private final ByteBuf plain;
    private final @Nullable ByteBuf deflated;

    /**
     * Makes one, which is owned once.
     *
     * @param text whether it is text
     * @param payload the message, not copied
     * @param deflate whether somebody could get it compressed
     */
    SharedFrame(boolean text, byte[] payload, boolean deflate) {
        this.text = text;
        this.payload = payload;
        int opcode = FIN | (text ? TEXT : BINARY);
        plain = frame(opcode, payload, payload.length);
        deflated = deflate && payload.length >= Deflate.LEAST ? deflated(opcode | RSV1, payload) : null;
    }

    private static ByteBuf frame(int first, byte[] payload, int length) {
        ByteBuf bytes = Unpooled.directBuffer(LONGEST_HEAD + length).writeByte(first);
        if (length < SHORT) {
            bytes.writeByte(length);
        } else if (length <= 0xffff) {
            bytes.writeByte(SHORT).writeShort(length);
        } else {
            bytes.writeByte(LONG).writeLong(length);
        }
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

    /** How many bytes it has at most on its way. */
    int size() {
        return plain.readableBytes();
    }

    boolean isText() {
        return text;
    }

    /** The message, which nobody may change. */
    byte[] payload() {
        return payload;
    }

    /** The frame for one connection, which releases it. */
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
