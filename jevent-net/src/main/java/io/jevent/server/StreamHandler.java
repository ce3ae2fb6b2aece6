// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.socket.StreamSocket;

/**
 * What a {@link StreamServer} does with a connection.
 *
 * @gevent the argument {@code handle} of {@code StreamServer}
 */
@FunctionalInterface
public interface StreamHandler {

    /**
     * Serves one connection, in a greenlet of its own. When it returns or throws, the socket is closed.
     *
     * @param socket the connection; {@link StreamSocket#remoteAddress()} tells whose
     * @throws Exception if it fails; that is reported, and the server goes on
     */
    void handle(StreamSocket socket) throws Exception;
}
