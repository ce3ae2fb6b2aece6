// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes frames as bytes, RFC 6455, 5.2. Netty's encoder is a handler that keeps two kilobytes for each thread that
 * sends, and so for each greenlet.
 */
final class FrameEncoder {

    /** The free bytes at the front of a buffer that let its frame be encoded in place. */
    static final int ROOM = 14;

    static final int FIN = 0x80;
    static final int TEXT = 1;
    static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int RSV_SHIFT = 4;
    private static final int MASKED = 0x80;
    private static final int MASK = 4;
    private static final int SHORT = 126;
    private static final int LONG = 127;
    private static final int LONGEST_SHORT = 0xffff;

    private FrameEncoder() {}

    /** Returns an empty buffer for a payload of at most {@code length} bytes, with room for its frame. */
    static ByteBuf buffer(ByteBufAllocator from, int length) {
        return from.directBuffer(ROOM + length).setIndex(ROOM, ROOM);
    }

    /** Encodes a frame, and releases its content; in place if nobody else has that, and there is room. */
    static ByteBuf encode(WebSocketFrame frame, boolean masks, ByteBufAllocator from) {
        ByteBuf content = frame.content();
        int length = content.readableBytes();
        int head = headLength(length) + (masks ? MASK : 0);
        ByteBuf bytes = content;
        if (content.readerIndex() < head || content.refCnt() > 1 || content.isReadOnly()) {
            bytes = buffer(from, length).writeBytes(content);
            var _ = frame.release();
        }
        int end = bytes.writerIndex();
        int start = bytes.readerIndex() - head;
        int first = (frame.isFinalFragment() ? FIN : 0) | frame.rsv() << RSV_SHIFT | opcode(frame);
        writeHead(bytes.setIndex(start, start), first, length, masks ? MASKED : 0);
        if (masks) {
            int mask = ThreadLocalRandom.current().nextInt();
            bytes.writeInt(mask);
            mask(bytes, end, mask);
        }
        return bytes.writerIndex(end);
    }

    /** Writes the beginning of a frame until its length. */
    static void writeHead(ByteBuf to, int first, int length, int masked) {
        to.writeByte(first);
        if (length < SHORT) {
            to.writeByte(masked | length);
        } else if (length <= LONGEST_SHORT) {
            to.writeByte(masked | SHORT).writeShort(length);
        } else {
            to.writeByte(masked | LONG).writeLong(length);
        }
    }

    private static int headLength(int length) {
        return length < SHORT ? 2 : length <= LONGEST_SHORT ? 4 : 10;
    }

    private static void mask(ByteBuf bytes, int end, int mask) {
        int i = bytes.writerIndex();
        for (; i + MASK <= end; i += MASK) {
            bytes.setInt(i, bytes.getInt(i) ^ mask);
        }
        for (int shift = 24; i < end; i++, shift -= Byte.SIZE) {
            bytes.setByte(i, bytes.getByte(i) ^ mask >>> shift);
        }
    }

    private static int opcode(WebSocketFrame frame) {
        return switch (frame) {
            case TextWebSocketFrame _ -> TEXT;
            case BinaryWebSocketFrame _ -> BINARY;
            case CloseWebSocketFrame _ -> CLOSE;
            case PingWebSocketFrame _ -> PING;
            case PongWebSocketFrame _ -> PONG;
            default -> throw new IllegalArgumentException("no frame that this end sends: " + frame);
        };
    }
}
