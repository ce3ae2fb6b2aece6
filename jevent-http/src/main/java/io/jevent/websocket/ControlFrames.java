// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import java.util.ArrayDeque;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The action for the pings and pongs of the peer. A peer may send some together with its response to the handshake,
 * before the program has the WebSocket: those are kept until the action is set, or the first message is received.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
final class ControlFrames {

    /**
     * The number of frames that are kept, the newest ones; of several pings only the last one counts, RFC 6455, 5.5.3.
     */
    private static final int MAX_EARLY = 16;

    private final ArrayDeque<Frame> early = new ArrayDeque<>(0);
    private @Nullable BiConsumer<Boolean, byte[]> action;
    private boolean keeps;

    /** A ping or a pong. */
    @SuppressWarnings("ArrayRecordComponent") // frames are never compared
    private record Frame(boolean ping, byte[] payload) {}

    /**
     * Creates it.
     *
     * @param keeps whether frames are kept until the action is set
     */
    ControlFrames(boolean keeps) {
        this.keeps = keeps;
    }

    /** Sets the action, and calls it for the frames that were kept. */
    void set(BiConsumer<Boolean, byte[]> newAction) {
        action = newAction;
        for (Frame frame = early.poll(); frame != null; frame = early.poll()) {
            newAction.accept(frame.ping, frame.payload);
        }
    }

    void received(boolean ping, byte[] payload) {
        BiConsumer<Boolean, byte[]> current = action;
        if (current != null) {
            current.accept(ping, payload);
        } else if (keeps) {
            if (early.size() == MAX_EARLY) {
                early.removeFirst();
            }
            early.add(new Frame(ping, payload));
        }
    }

    /** Drops what is kept: the program receives, and has set no action. */
    void keepNoMore() {
        keeps = false;
        early.clear();
    }
}
