// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.socket.Addresses;
import io.jevent.socket.UdpSocket;
import java.io.IOException;
import java.net.SocketAddress;

/**
 * Serves UDP datagrams, each in its own greenlet. The options for connections (backlog, wrapping, single acceptor) have
 * no effect. While the limit of handlers is reached, datagrams stay in the socket's buffer in the kernel, which drops
 * datagrams when it is full.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @gevent {@code gevent.server.DatagramServer}
 * @since 0.1
 */
public final class DatagramServer extends BaseServer {

    private final DatagramHandler handler;

    /**
     * Creates a server; {@link #start()} starts it.
     *
     * @param address the address to receive at, in the form of {@link Addresses#parse}; port 0 takes a free one
     * @param handler serves the datagrams
     * @throws IllegalArgumentException if {@code address} is not an address
     */
    public DatagramServer(String address, DatagramHandler handler) {
        this(Addresses.parse(address), handler, ServerOptions.DEFAULTS);
    }

    /**
     * Creates a server; {@link #start()} starts it.
     *
     * @param address the address to receive at; port 0 takes a free one
     * @param handler serves the datagrams
     * @param options the options
     * @throws IllegalArgumentException if the options contradict each other
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

        /** Leaves the socket open: running handlers may still reply. */
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
                // all handlers share the socket
            }

            @Override
            public String toString() {
                return "datagram from " + datagram.sender();
            }
        }
    }
}
