// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import io.jevent.hub.Attachments;
import io.jevent.hub.Hub;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/*
 * A message is inflated as a whole, when a greenlet receives it, and only up to the limit. Until then a connection holds the
 * compressed bytes. If no message refers to an earlier one (no context takeover), one inflater serves all connections of a
 * hub.
 *
 * Java's Inflater loses its window at the end of a deflate stream, but a message may go on after a final block with references
 * to what came before it (RFC 7692, 7.2.3.4). So a copy of the window is kept here, and becomes the dictionary of the next
 * stream. Invariant: the copies for a message cost in proportion to its compressed length, since a final block that is followed by
 * another takes two bytes of it, but has 32 KiB copied.
 */
/**
 * Inflates messages, RFC 7692, 7.2.2.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
final class Inflation {

    private static final int FIRST = 4096;
    private static final int WINDOW = 1 << DeflateTerms.MOST_BITS;

    /** The final blocks that each message may have before its last one, and the bytes for each further one. */
    private static final int FINAL_BLOCKS = 16;

    private static final int BYTES_PER_FINAL_BLOCK = 256;

    /** The end of a flushed block, which the sender omits. */
    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

    private static final byte[] NONE = {};

    private final Inflater inflater = new Inflater(true);

    /** The end of all earlier messages; null if no message refers to them. */
    private final @Nullable SlidingWindow history;

    private boolean ended;

    private Inflation(@Nullable SlidingWindow history) {
        this.history = history;
    }

    /** Creates the decompression of a connection whose messages refer to earlier ones. */
    static Inflation withContext(int bits) {
        return new Inflation(new SlidingWindow(1 << bits));
    }

    /** Returns the decompression of all connections of a hub whose messages are compressed alone. */
    static Inflation of(Hub hub) {
        return Attachments.of(hub).get(Inflation.class, () -> {
            var inflation = new Inflation(null);
            Attachments.of(hub).onClose(inflation::end);
            return inflation;
        });
    }

    /** Frees the memory outside of the heap. */
    void end() {
        ended = true;
        inflater.end();
    }

    boolean hasEnded() {
        return ended;
    }

    /**
     * Inflates a message.
     *
     * @param message the bytes of all its frames
     * @param most the limit for the inflated message
     * @return the inflated bytes
     * @throws CorruptedWebSocketFrameException if the message is larger, or malformed
     */
    byte[] inflate(byte[] message, int most) {
        byte[] result = new byte[Math.min(most + 1, FIRST)];
        int size = 0;
        boolean tail = false;
        int finalBlocks = 0;
        if (history == null) {
            inflater.reset();
        }
        inflater.setInput(message);
        while (true) {
            int n = next(result, size);
            size += n;
            if (size > most) {
                throw Assembler.tooBig(most);
            }
            if (size == result.length) {
                result = Arrays.copyOf(result, (int) Math.min(most + 1L, 2L * size));
            } else if (n == 0 && inflater.finished() && inflater.getRemaining() > 0) {
                finalBlocks++;
                if (finalBlocks > FINAL_BLOCKS + message.length / BYTES_PER_FINAL_BLOCK) {
                    throw corrupted("the compressed message has too many final blocks");
                }
                continueAfterFinalBlock(tail ? TAIL : message, result, size);
            } else if (n == 0 && !tail) {
                tail = true;
                continueWithTail(result, size);
            } else if (n == 0) {
                byte[] inflated = Arrays.copyOf(result, size);
                remember(inflated, size);
                return inflated;
            }
        }
    }

    private int next(byte[] target, int from) {
        try {
            return inflater.inflate(target, from, target.length - from);
        } catch (DataFormatException _) {
            throw corrupted("the compressed message cannot be inflated");
        }
    }

    private static CorruptedWebSocketFrameException corrupted(String why) {
        return new CorruptedWebSocketFrameException(WebSocketCloseStatus.INVALID_PAYLOAD_DATA, why);
    }

    /** Continues after a final block: a sender may use several of them in a message, RFC 7692, 7.2.3.4. */
    private void continueAfterFinalBlock(byte[] input, byte[] inflated, int size) {
        int left = inflater.getRemaining();
        beginStream(inflated, size);
        inflater.setInput(input, input.length - left, left);
    }

    private void continueWithTail(byte[] inflated, int size) {
        if (inflater.finished()) {
            beginStream(inflated, size);
        }
        inflater.setInput(TAIL);
    }

    /** Begins a further deflate stream, which may refer to everything before it. */
    private void beginStream(byte[] inflated, int size) {
        inflater.reset();
        byte[] window = window(inflated, size);
        if (window.length > 0) {
            inflater.setDictionary(window);
        }
    }

    private byte[] window(byte[] inflated, int size) {
        int own = Math.min(size, WINDOW);
        byte[] earlier = history == null || own == WINDOW ? NONE : history.bytes();
        int kept = Math.min(earlier.length, WINDOW - own);
        byte[] window = new byte[kept + own];
        System.arraycopy(earlier, earlier.length - kept, window, 0, kept);
        System.arraycopy(inflated, size - own, window, kept, own);
        return window;
    }

    private void remember(byte[] inflated, int size) {
        if (history != null) {
            history.add(inflated, size);
        }
    }
}
