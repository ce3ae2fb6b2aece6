// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.internal.netty.SocketAccess;
import io.jevent.socket.Addresses;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Serves connections over TCP or Unix domain sockets, each in its own greenlet, and closes a connection when its
 * handler ends.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @gevent {@code gevent.server.StreamServer}
 * @since 0.1
 */
public final class StreamServer extends SocketServer {

    private final StreamHandler handler;

    /**
     * Creates a server; {@link #start()} starts it.
     *
     * @param address the address to listen at, in the form of {@link Addresses#parse}; port 0 takes a free one
     * @param handler serves the connections
     * @throws IllegalArgumentException if {@code address} is not an address
     */
    public StreamServer(String address, StreamHandler handler) {
        this(Addresses.parse(address), handler, ServerOptions.DEFAULTS);
    }

    /**
     * Creates a server; {@link #start()} starts it.
     *
     * @param address the address to listen at, in the form of {@link Addresses#parse}; port 0 takes a free one
     * @param handler serves the connections
     * @param options the options
     * @throws IllegalArgumentException if {@code address} is not an address, or the options contradict each other
     */
    public StreamServer(String address, StreamHandler handler, ServerOptions options) {
        this(Addresses.parse(address), handler, options);
    }

    /**
     * Creates a server; {@link #start()} starts it.
     *
     * @param address the address to listen at; port 0 takes a free one
     * @param handler serves the connections
     * @param options the options
     * @throws IllegalArgumentException if the options contradict each other
     */
    public StreamServer(SocketAddress address, StreamHandler handler, ServerOptions options) {
        super(address, options);
        this.handler = handler;
    }

    /**
     * Creates a server for a socket that listens already; {@link #start()} starts it. The socket stays open when the
     * server stops.
     *
     * @param listener the listening socket, which other servers may share
     * @param handler serves the connections
     * @param options the options
     * @throws IllegalArgumentException if the options contradict each other
     * @gevent {@code StreamServer(listener, handle)} with a socket
     */
    public StreamServer(ListenSocket listener, StreamHandler handler, ServerOptions options) {
        super(listener, options);
        this.handler = handler;
    }

    @Override
    protected Endpoint.Work accepted(StreamSocket accepted) {
        return new Connection(accepted);
    }

    private final class Connection implements Endpoint.Work {

        private final StreamSocket accepted;
        private @Nullable StreamSocket wrapped;

        Connection(StreamSocket accepted) {
            this.accepted = accepted;
        }

        @Override
        public void handle() throws Exception {
            StreamSocket socket = wrapped(accepted);
            wrapped = socket;
            try {
                handler.handle(socket);
            } catch (IOException e) {
                throw SocketAccess.channelOf(accepted).isLost(e) ? new LostConnectionException(e) : e;
            }
        }

        @Override
        public void close() {
            StreamSocket socket = wrapped;
            try {
                if (socket != null) {
                    socket.close();
                }
            } finally {
                accepted.close();
            }
        }

        @Override
        public String toString() {
            return accepted.toString();
        }
    }
}
