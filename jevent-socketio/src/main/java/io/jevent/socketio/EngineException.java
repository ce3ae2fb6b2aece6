// SPDX-License-Identifier: Apache-2.0
package io.jevent.socketio;

import java.io.IOException;

/** Thrown if a client violates the protocol of Engine.IO or Socket.IO; it ends the client's connection. */
final class EngineException extends IOException {

    private static final long serialVersionUID = 1L;

    EngineException(String message) {
        super(message);
    }
}
