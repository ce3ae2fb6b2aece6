// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import java.io.IOException;

/**
 * Thrown by {@link WebSocket#connect(String)} when the server responds, but does not open a WebSocket.
 *
 * @since 0.1
 */
public final class HandshakeException extends IOException {

    private static final long serialVersionUID = 1L;

    /** The HTTP status of the response. */
    private final int httpStatus;

    HandshakeException(String message, int httpStatus) {
        super(message);
        this.httpStatus = httpStatus;
    }

    /**
     * Returns the HTTP status of the server's response.
     *
     * @return the status; 101 if the handshake was malformed; 0 if the response was not HTTP
     */
    public int httpStatus() {
        return httpStatus;
    }
}
