// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import java.io.IOException;

/** Thrown by {@link WebSocket#connect(String)} when the server can be reached, but does not open a WebSocket. */
public final class HandshakeException extends IOException {

    private static final long serialVersionUID = 1L;

    /** The httpStatus. */
    private final int httpStatus;

    HandshakeException(String message, int httpStatus) {
        super(message);
        this.httpStatus = httpStatus;
    }

    /**
     * Returns what the server answered.
     *
     * @return the status of HTTP: 101 if it agreed, but in a wrong way; 0 if what it sent is not HTTP
     */
    public int httpStatus() {
        return httpStatus;
    }
}
