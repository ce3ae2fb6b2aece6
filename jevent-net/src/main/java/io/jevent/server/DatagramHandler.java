// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.socket.UdpSocket;

/**
 * What a {@link DatagramServer} does with a datagram.
 *
 * @gevent the argument {@code handle} of {@code DatagramServer}
 */
@FunctionalInterface
public interface DatagramHandler {

    /**
     * Serves one datagram, in a greenlet of its own.
     *
     * @param socket the socket of the server, to answer with; the server closes it
     * @param datagram what came, and from where
     * @throws Exception if it fails; that is reported, and the server goes on
     */
    void handle(UdpSocket socket, UdpSocket.Datagram datagram) throws Exception;
}
