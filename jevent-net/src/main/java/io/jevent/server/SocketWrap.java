// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.socket.StreamSocket;
import java.io.IOException;

/**
 * Wraps accepted connections before their handlers get them, for example with TLS.
 *
 * @gevent {@code wrap_socket_and_handle}
 * @since 0.1
 */
@FunctionalInterface
public interface SocketWrap {

    /**
     * Wraps a connection. Called in the greenlet of the handler, so it may block without delaying other connections.
     *
     * @param accepted the accepted connection
     * @return the socket for the handler; the server closes both when the handler ends
     * @throws IOException if wrapping fails; the server reports that and closes the connection without calling the
     *     handler
     */
    StreamSocket wrap(StreamSocket accepted) throws IOException;
}
