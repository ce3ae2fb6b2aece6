// SPDX-License-Identifier: Apache-2.0
package io.jevent.socketio;

/**
 * Handles a client that connects to a namespace.
 *
 * @gevent {@code @socketio.on('connect')} of flask-socketio
 * @since 0.1
 */
@FunctionalInterface
public interface ConnectHandler {

    /**
     * Handles a client that connects.
     *
     * @param socket the client's socket
     * @throws ConnectRefusedException to refuse the client, in a handler of {@link Namespace#authorize}
     * @throws Exception if it fails
     */
    void handle(ClientSocket socket) throws Exception;
}
