// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.socket.Addresses;
import io.jevent.socket.StreamListener;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A server for connections by TCP or by a path: each is served in a greenlet of its own, and closed when its handler
 * ends.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @gevent {@code gevent.server.StreamServer}
 */
public final class StreamServer extends BaseServer {

    private final StreamHandler handler;
    private final SocketWrap wrap;

    /**
     * Makes a server; {@link #start()} starts it.
     *
     * @param address where it is to listen, as {@link Addresses#parse} reads it; port 0 takes a free one
     * @param handler what it does with a connection
     * @throws IllegalArgumentException if it is not an address
     */
    public StreamServer(String address, StreamHandler handler) {
        this(Addresses.parse(address), handler, ServerOptions.DEFAULTS);
    }

    /**
     * Makes a server; {@link #start()} starts it.
     *
     * @param address where it is to listen; port 0 takes a free one
     * @param handler what it does with a connection
     * @param options how it works
     */
    public StreamServer(SocketAddress address, StreamHandler handler, ServerOptions options) {
        this(address, handler, options, accepted -> accepted);
    }

    /**
     * Makes a server that wraps what it accepts; {@link #start()} starts it.
     *
     * @param address where it is to listen; port 0 takes a free one
     * @param handler what it does with a connection
     * @param options how it works
     * @param wrap makes what the handler gets
     */
    public StreamServer(SocketAddress address, StreamHandler handler, ServerOptions options, SocketWrap wrap) {
        super(address, options);
        this.handler = handler;
        this.wrap = wrap;
    }

    @Override
    protected Endpoint open(SocketAddress at, int backlog, boolean share) throws IOException {
        return new Listening(StreamListener.listen(at, backlog, share));
    }

    private final class Listening implements Endpoint {

        private final StreamListener listener;

        Listening(StreamListener listener) {
            this.listener = listener;
        }

        @Override
        public Work next() throws IOException {
            return new Connection(listener.accept());
        }

        @Override
        public SocketAddress localAddress() {
            return listener.localAddress();
        }

        @Override
        public boolean isOpen() {
            return listener.isOpen();
        }

        @Override
        public void close() {
            listener.close();
        }
    }

    private final class Connection implements Endpoint.Work {

        private final StreamSocket accepted;
        private @Nullable StreamSocket wrapped;

        Connection(StreamSocket accepted) {
            this.accepted = accepted;
        }

        @Override
        public void handle() throws Exception {
            StreamSocket socket = wrap.wrap(accepted);
            wrapped = socket;
            handler.handle(socket);
        }

        @Override
        public void close() {
            StreamSocket socket = wrapped;
            if (socket != null) {
                socket.close();
            }
            accepted.close();
        }
    }
}
