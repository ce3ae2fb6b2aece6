// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Assembles data frames into messages. A text that is not UTF-8 is refused at the frame that shows it.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
final class Assembler {

    private static final char REPLACEMENT = '\uFFFD';
    private static final int CHARS = 1024;
    private static final int LONGEST_CHARACTER = 4;

    private final int maxFrame;
    private final int maxMessage;
    private final UnaryOperator<byte[]> inflater;
    private @Nullable ByteArrayOutputStream parts;
    private boolean text;
    private boolean compressed;
    private @Nullable CharsetDecoder decoder;

    /** The first bytes of a character that the next frame completes. */
    private byte[] begun = new byte[0];

    Assembler(int maxFrame, int maxMessage, UnaryOperator<byte[]> inflater) {
        this.maxFrame = maxFrame;
        this.maxMessage = maxMessage;
        this.inflater = inflater;
    }

    /** Returns the maximum size before decompression: incompressible data grows a little when it is compressed. */
    static int asSent(int most, boolean compressed) {
        return compressed ? (int) Math.min(Integer.MAX_VALUE, most + most / 8L + 1024) : most;
    }

    static CorruptedWebSocketFrameException tooBig(int most) {
        return new CorruptedWebSocketFrameException(
                WebSocketCloseStatus.MESSAGE_TOO_BIG, "the message has more than " + most + " bytes");
    }

    static boolean isData(WebSocketFrame frame) {
        return frame instanceof TextWebSocketFrame
                || frame instanceof BinaryWebSocketFrame
                || frame instanceof ContinuationWebSocketFrame;
    }

    /**
     * Adds a frame, which stays the caller's.
     *
     * @param frame a data frame
     * @return the message if this was its last frame, or null
     * @throws CorruptedWebSocketFrameException if the message is too large or malformed
     */
    @Nullable
    Message add(WebSocketFrame frame) {
        ByteBuf content = frame.content();
        ByteArrayOutputStream before = parts;
        if (before == null) {
            text = frame instanceof TextWebSocketFrame;
            compressed = (frame.rsv() & WebSocketExtension.RSV1) != 0;
        }
        if (content.readableBytes() > asSent(maxFrame, compressed)) {
            throw new CorruptedWebSocketFrameException(
                    WebSocketCloseStatus.MESSAGE_TOO_BIG, "the frame has more than " + maxFrame + " bytes");
        }
        long size = (before == null ? 0L : before.size()) + content.readableBytes();
        if (size > asSent(maxMessage, compressed)) {
            throw tooBig(maxMessage);
        }
        if (before == null && frame.isFinalFragment()) {
            return whole(ByteBufUtil.getBytes(content));
        }
        if (before == null) {
            before = new ByteArrayOutputStream(content.readableBytes());
            parts = before;
        }
        append(before, content, frame.isFinalFragment());
        if (!frame.isFinalFragment()) {
            return null;
        }
        parts = null;
        byte[] bytes = before.toByteArray();
        if (compressed) {
            return whole(bytes);
        }
        return text ? new Message.Text(new String(bytes, StandardCharsets.UTF_8)) : new Message.Binary(bytes);
    }

    private void append(ByteArrayOutputStream to, ByteBuf content, boolean last) {
        byte[] bytes = ByteBufUtil.getBytes(content);
        if (text && !compressed) {
            check(bytes, last);
        }
        try {
            to.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("a ByteArrayOutputStream does not fail", e);
        }
    }

    /** Drops the incomplete message. */
    void drop() {
        parts = null;
    }

    private Message whole(byte[] sent) {
        byte[] bytes = compressed ? inflater.apply(sent) : sent;
        if (!text) {
            return new Message.Binary(bytes);
        }
        var decoded = new String(bytes, StandardCharsets.UTF_8);
        if (decoded.indexOf(REPLACEMENT) >= 0) {
            check(bytes, true);
        }
        return new Message.Text(decoded);
    }

    /** Checks the next part of a text. */
    private void check(byte[] bytes, boolean last) {
        CharsetDecoder utf8 = decoder;
        if (utf8 == null) {
            utf8 = StandardCharsets.UTF_8.newDecoder();
            decoder = utf8;
        }
        ByteBuffer in = ByteBuffer.allocate(begun.length + bytes.length)
                .put(begun)
                .put(bytes)
                .flip();
        CharBuffer out = CharBuffer.allocate(CHARS);
        utf8.reset();
        CoderResult result;
        do {
            out.clear();
            result = utf8.decode(in, out, last);
        } while (result.isOverflow());
        if (result.isError() || in.remaining() >= LONGEST_CHARACTER || isHalfSurrogate(in)) {
            begun = new byte[0];
            throw new CorruptedWebSocketFrameException(
                    WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "the text is not UTF-8");
        }
        begun = new byte[in.remaining()];
        in.get(begun);
    }

    /** Returns whether the rest begins a surrogate, which Java's decoder detects only with the next byte. */
    private static boolean isHalfSurrogate(ByteBuffer rest) {
        return rest.remaining() == 2
                && rest.get(rest.position()) == (byte) 0xed
                && (rest.get(rest.position() + 1) & 0xff) >= 0xa0;
    }
}
