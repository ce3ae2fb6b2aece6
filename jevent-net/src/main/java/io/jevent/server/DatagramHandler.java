// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.socket.UdpSocket;

/**
 * Serves the datagrams of a {@link DatagramServer}.
 *
 * @gevent the argument {@code handle} of {@code DatagramServer}
 * @since 0.1
 */
@FunctionalInterface
public interface DatagramHandler {

    /**
     * Serves one datagram, in its own greenlet.
     *
     * @param socket the socket of the server, for replies; the server closes it
     * @param datagram the datagram and its sender
     * @throws Exception if serving fails; the server reports the failure and continues
     */
    void handle(UdpSocket socket, UdpSocket.Datagram datagram) throws Exception;
}
