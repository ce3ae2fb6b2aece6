// SPDX-License-Identifier: Apache-2.0
package io.jevent.socketio;

/**
 * Handles a client that was disconnected.
 *
 * @gevent {@code @socketio.on('disconnect')} of flask-socketio
 * @since 0.1
 */
@FunctionalInterface
public interface DisconnectHandler {

    /**
     * Handles a client that was disconnected, after all its events.
     *
     * @param socket the client's socket, which is in no room any more
     * @param reason the reason
     * @throws Exception if it fails; the failure is reported
     */
    void handle(ClientSocket socket, DisconnectReason reason) throws Exception;
}
