// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.socket.Addresses;
import io.jevent.socket.UdpSocket;
import java.io.IOException;
import java.net.SocketAddress;

/**
 * A server for datagrams by UDP: each is served in a greenlet of its own.
 *
 * <p>It works on one hub: {@link ServerOptions#hubs} with more than one is refused, since its socket has no port to
 * share. The backlog has no meaning here.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @gevent {@code gevent.server.DatagramServer}
 */
public final class DatagramServer extends BaseServer {

    private final DatagramHandler handler;

    /**
     * Makes a server; {@link #start()} starts it.
     *
     * @param address where it is to receive, as {@link Addresses#parse} reads it; port 0 takes a free one
     * @param handler what it does with a datagram
     * @throws IllegalArgumentException if it is not an address
     */
    public DatagramServer(String address, DatagramHandler handler) {
        this(Addresses.parse(address), handler, ServerOptions.DEFAULTS);
    }

    /**
     * Makes a server; {@link #start()} starts it.
     *
     * @param address where it is to receive; port 0 takes a free one
     * @param handler what it does with a datagram
     * @param options how it works
     * @throws IllegalArgumentException if the options want more than one hub
     */
    public DatagramServer(SocketAddress address, DatagramHandler handler, ServerOptions options) {
        super(address, options);
        if (options.hubs > 1) {
            throw new IllegalArgumentException(
                    "a server for datagrams works on one hub: " + options.hubs + "; leave hubs(...) out");
        }
        this.handler = handler;
    }

    @Override
    protected Endpoint open(SocketAddress at, int backlog, boolean share) throws IOException {
        return new Receiving(UdpSocket.bind(at));
    }

    private final class Receiving implements Endpoint {

        private final UdpSocket socket;

        Receiving(UdpSocket socket) {
            this.socket = socket;
        }

        @Override
        public Work next() throws IOException {
            return new Received(socket.receive());
        }

        @Override
        public SocketAddress localAddress() {
            return socket.localAddress();
        }

        @Override
        public boolean isOpen() {
            return socket.isOpen();
        }

        @Override
        public void close() {
            socket.close();
        }

        private final class Received implements Work {

            private final UdpSocket.Datagram datagram;

            Received(UdpSocket.Datagram datagram) {
                this.datagram = datagram;
            }

            @Override
            public void handle() throws Exception {
                handler.handle(socket, datagram);
            }

            @Override
            public void close() {
                // the socket is everybody's
            }
        }
    }
}
