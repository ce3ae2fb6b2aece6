// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.socket.Addresses;
import io.jevent.socket.UdpSocket;
import java.io.IOException;
import java.net.SocketAddress;

/**
 * A server for datagrams by UDP: each is served in a greenlet of its own. Its options for connections (the backlog,
 * wrapping, handing out) have no meaning here. While as many handlers run as may, datagrams stay with the operating
 * system, which drops what is too much.
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
     * @throws IllegalArgumentException if the options do not go together
     */
    public DatagramServer(SocketAddress address, DatagramHandler handler, ServerOptions options) {
        super(address, options);
        this.handler = handler;
    }

    @Override
    protected Endpoint open(ListenSpec spec) throws IOException {
        return new Receiving(UdpSocket.bind(spec.address(), spec.sharesPort()));
    }

    private final class Receiving implements Endpoint {

        private final UdpSocket socket;
        private boolean stopped;

        Receiving(UdpSocket socket) {
            this.socket = socket;
        }

        @Override
        public Work next(int room) throws IOException {
            return new Received(socket.receive());
        }

        @Override
        public boolean isOpen() {
            return !stopped && socket.isOpen();
        }

        /** The handlers may still want to answer. */
        @Override
        public void stop() {
            stopped = true;
        }

        @Override
        public SocketAddress localAddress() {
            return socket.localAddress();
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

            @Override
            public String toString() {
                return "datagram from " + datagram.sender();
            }
        }
    }
}
