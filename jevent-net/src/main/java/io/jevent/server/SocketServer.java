// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.net.SocketAddress;

/**
 * What servers for connections have in common, whatever they speak.
 *
 * <p><b>Confinement:</b> thread-safe.
 */
public abstract class SocketServer extends BaseServer {

    /**
     * Makes a server, which does not listen before {@link #start()}.
     *
     * @param address where it is to listen; port 0 takes a free one
     * @param options how it works
     * @throws IllegalArgumentException if the options do not go together
     */
    protected SocketServer(SocketAddress address, ServerOptions options) {
        super(address, options);
    }

    /**
     * Makes of a connection what a handler is started for. Called on the hub of the connection as soon as it was
     * accepted: nothing has been read from it, and nothing is before this returns. It must not wait: the handler may.
     *
     * @param accepted the connection
     * @return what serves it; its {@link Endpoint.Work#close()} closes the connection
     */
    protected abstract Endpoint.Work accepted(StreamSocket accepted);

    /**
     * Wraps a connection as the options say, by a TLS handshake perhaps. To be called in
     * {@link Endpoint.Work#handle()}.
     *
     * @param accepted the connection
     * @return what to talk through; the connection itself if there is nothing to wrap it with
     * @throws IOException if that fails; it is reported as a failure of the peer then, in one line
     * @switches when it has to wait
     */
    protected final StreamSocket wrapped(StreamSocket accepted) throws IOException {
        try {
            return options().wrap.wrap(accepted);
        } catch (IOException e) {
            throw new LostConnectionException(e);
        }
    }

    @Override
    protected Endpoint open(ListenSpec spec) throws IOException {
        return StreamEndpoint.open(spec, this::accepted);
    }
}
