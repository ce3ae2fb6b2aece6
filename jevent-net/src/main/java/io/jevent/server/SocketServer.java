// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Base class of the servers for connections, whatever their protocol.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @since 0.1
 */
public abstract class SocketServer extends BaseServer {

    private final @Nullable ListenSocket listener;

    /**
     * Creates a server, which does not listen before {@link #start()}.
     *
     * @param address the address to listen at; port 0 takes a free one
     * @param options the options
     * @throws IllegalArgumentException if the options contradict each other
     */
    protected SocketServer(SocketAddress address, ServerOptions options) {
        super(address, options);
        this.listener = null;
    }

    /**
     * Creates a server for a socket that listens already; it does not accept before {@link #start()}, and leaves the
     * socket open when it stops. The backlog of the options has no effect.
     *
     * @param listener the listening socket, which other servers may share
     * @param options the options
     * @throws IllegalArgumentException if the options contradict each other
     */
    protected SocketServer(ListenSocket listener, ServerOptions options) {
        super(listener.address(), options);
        this.listener = listener;
    }

    /**
     * Creates the work for an accepted connection. Called on the hub of the connection, right after it was accepted;
     * nothing is read from it before this method returns. Must not block: the handler may.
     *
     * @param accepted the connection
     * @return the work, whose {@link Endpoint.Work#close()} closes the connection
     */
    protected abstract Endpoint.Work accepted(StreamSocket accepted);

    /**
     * Wraps a connection as the options require, for example with TLS. Call it in {@link Endpoint.Work#handle()}.
     *
     * @param accepted the connection
     * @return the wrapped socket, or the connection itself without a wrapper
     * @throws IOException if wrapping fails; the server reports that as a failure of the peer, in one line
     * @switches when it has to wait
     */
    protected final StreamSocket wrapped(StreamSocket accepted) throws IOException {
        return wrapped(accepted, options().wrap);
    }

    /**
     * Wraps an accepted connection. A failure counts as one of the peer.
     *
     * @param accepted the accepted connection
     * @param by wraps it, for example by reading what precedes the protocol
     * @return the wrapped connection
     * @throws IOException if that fails
     * @switches when it has to wait
     */
    protected final StreamSocket wrapped(StreamSocket accepted, SocketWrap by) throws IOException {
        try {
            return by.wrap(accepted);
        } catch (IOException e) {
            throw new LostConnectionException(e);
        }
    }

    @Override
    final boolean isListenerShared() {
        return listener != null;
    }

    @Override
    protected Endpoint open(ListenSpec spec) throws IOException {
        return StreamEndpoint.open(spec, listener, this::accepted);
    }
}
