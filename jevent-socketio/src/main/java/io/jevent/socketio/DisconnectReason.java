// SPDX-License-Identifier: Apache-2.0
package io.jevent.socketio;

/**
 * The reason for which a {@link ClientSocket} was disconnected.
 *
 * @since 0.1
 */
public enum DisconnectReason {

    /** The client has left the namespace, with {@code socket.disconnect()}. */
    CLIENT_NAMESPACE_DISCONNECT("client namespace disconnect"),

    /** The server has disconnected the client, with {@link ClientSocket#disconnect()}. */
    SERVER_NAMESPACE_DISCONNECT("server namespace disconnect"),

    /** The server is shutting down: {@link SocketIo#close()} was called. */
    SERVER_SHUTTING_DOWN("server shutting down"),

    /** The client has closed its connection, for example because its page was left. */
    TRANSPORT_CLOSE("transport close"),

    /** The connection has failed, or the client was too slow or sent what the transport does not allow. */
    TRANSPORT_ERROR("transport error"),

    /** The client did not respond to a ping in time. */
    PING_TIMEOUT("ping timeout"),

    /** The client has sent a malformed packet. */
    PARSE_ERROR("parse error");

    private final String text;

    DisconnectReason(String text) {
        this.text = text;
    }

    /**
     * Returns the reason in the words of Socket.IO's server for Node.
     *
     * @return for example {@code transport close}
     */
    @Override
    public String toString() {
        return text;
    }
}
