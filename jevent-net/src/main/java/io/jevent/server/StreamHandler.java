// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.socket.StreamSocket;

/**
 * Serves the connections of a {@link StreamServer}.
 *
 * @gevent the argument {@code handle} of {@code StreamServer}
 * @since 0.1
 */
@FunctionalInterface
public interface StreamHandler {

    /**
     * Serves one connection, in its own greenlet. The server closes the socket when the method returns or throws.
     *
     * @param socket the connection; {@link StreamSocket#remoteAddress()} is the client's address
     * @throws Exception if serving fails; the server reports the failure and continues
     */
    void handle(StreamSocket socket) throws Exception;
}
