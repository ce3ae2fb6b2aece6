// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.socket.StreamSocket;
import java.io.IOException;

/**
 * Makes of an accepted connection the one that the handler gets: by a TLS handshake, say.
 *
 * @gevent {@code wrap_socket_and_handle}
 */
@FunctionalInterface
public interface SocketWrap {

    /**
     * Wraps a connection. It is called in the greenlet of the handler, so that waiting here delays no other connection.
     *
     * @param accepted the connection as it was accepted
     * @return what the handler is to use; the server closes both when the handler ends
     * @throws IOException if that fails; it is reported, and the connection is closed without a call of the handler
     */
    StreamSocket wrap(StreamSocket accepted) throws IOException;
}
