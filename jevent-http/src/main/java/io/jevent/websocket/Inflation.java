// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import io.jevent.hub.Attachments;
import io.jevent.hub.Hub;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/*
 * A message is inflated as a whole, when a greenlet receives it, and only up to the limit. Until then a connection holds the
 * compressed bytes. No window survives a message (client_no_context_takeover), so one inflater serves all connections of a
 * hub.
 */
/**
 * Inflates messages, RFC 7692, 7.2.2.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
final class Inflation {

    private static final int FIRST = 4096;

    /** The end of a flushed block, which the sender omits. */
    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

    private final Inflater inflater = new Inflater(true);

    private Inflation() {}

    static Inflation of(Hub hub) {
        return Attachments.of(hub).get(Inflation.class, () -> {
            var inflation = new Inflation();
            Attachments.of(hub).onClose(inflation.inflater::end);
            return inflation;
        });
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
        inflater.reset();
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
                continueAfterFinalBlock(tail ? TAIL : message);
            } else if (n == 0 && !tail) {
                tail = true;
                continueWithTail();
            } else if (n == 0) {
                return Arrays.copyOf(result, size);
            }
        }
    }

    private int next(byte[] target, int from) {
        try {
            return inflater.inflate(target, from, target.length - from);
        } catch (DataFormatException _) {
            throw new CorruptedWebSocketFrameException(
                    WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "the compressed message cannot be inflated");
        }
    }

    /** Continues after a final block: a sender may use several of them in a message, RFC 7692, 7.2.3.4. */
    private void continueAfterFinalBlock(byte[] input) {
        int left = inflater.getRemaining();
        inflater.reset();
        inflater.setInput(input, input.length - left, left);
    }

    private void continueWithTail() {
        if (inflater.finished()) {
            inflater.reset();
        }
        inflater.setInput(TAIL);
    }
}
