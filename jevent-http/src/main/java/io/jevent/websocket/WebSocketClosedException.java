// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import java.io.IOException;

/**
 * Thrown on an attempt to send through a {@link WebSocket} that is closed, by either end, or lost.
 *
 * @gevent {@code geventwebsocket.WebSocketError}
 * @since 0.1
 */
public final class WebSocketClosedException extends IOException {

    private static final long serialVersionUID = 1L;

    /** The code of {@link #status()}. */
    private final int code;
    /** The reason of {@link #status()}. */
    private final String reason;

    WebSocketClosedException(String message, CloseStatus status) {
        super(message);
        code = status.code();
        reason = status.reason();
    }

    /**
     * Returns the status with which it was closed.
     *
     * @return code and reason
     */
    public CloseStatus status() {
        return new CloseStatus(code, reason);
    }
}
