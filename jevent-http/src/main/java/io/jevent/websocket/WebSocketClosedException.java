// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import java.io.IOException;

/**
 * Thrown when something is to be sent through a {@link WebSocket} that is closed, by either end, or lost.
 *
 * @gevent {@code geventwebsocket.WebSocketError}
 */
public final class WebSocketClosedException extends IOException {

    private static final long serialVersionUID = 1L;

    /** The code. */
    private final int code;
    /** The reason. */
    private final String reason;

    WebSocketClosedException(String message, CloseStatus status) {
        super(message);
        code = status.code();
        reason = status.reason();
    }

    /**
     * Returns why it was closed.
     *
     * @return code and reason
     */
    public CloseStatus status() {
        return new CloseStatus(code, reason);
    }
}
