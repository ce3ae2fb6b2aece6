// SPDX-License-Identifier: Apache-2.0
package io.jevent.socketio;

/** Receives the messages of an {@link EngineSession}, one at a time. */
interface EngineListener {

    /** Receives a text message; may block, which is backpressure to the client. */
    void receive(String text) throws EngineException;

    /** Receives a binary message; may block, which is backpressure to the client. */
    void receive(byte[] bytes) throws EngineException;

    /** Returns whether the client has connected to anything. */
    boolean isUsed();

    /** Is told once that the session has ended; must not block. */
    void closed(DisconnectReason reason);
}
