// SPDX-License-Identifier: Apache-2.0
package io.jevent.socket;

import io.jevent.hub.Linkable;
import io.jevent.internal.netty.DatagramEndpoint;
import io.jevent.internal.netty.Options;
import io.jevent.select.Selectable;
import java.io.IOException;
import java.net.SocketOption;

/** Base class of the sockets for datagrams, whatever their kind of address. */
abstract sealed class DatagramBase extends BaseSocket implements AutoCloseable, Selectable
        permits UdpSocket, UnixDatagramSocket {

    final DatagramEndpoint endpoint;

    DatagramBase(DatagramEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * Reads an option.
     *
     * @param <T> the type of its value
     * @param name one of {@link java.net.StandardSocketOptions}
     * @return its value
     * @throws IOException if the operating system refuses
     * @throws UnsupportedOperationException if this socket does not have the option
     * @switches never
     * @gevent {@code getsockopt}
     */
    public final <T> T option(SocketOption<T> name) throws IOException {
        return Options.get(endpoint.channel(), name);
    }

    /**
     * Sets an option.
     *
     * @param <T> the type of its value
     * @param name one of {@link java.net.StandardSocketOptions}
     * @param value the value
     * @throws IOException if the operating system refuses
     * @throws UnsupportedOperationException if this socket does not have the option
     * @switches never
     * @gevent {@code setsockopt}
     */
    public final <T> void setOption(SocketOption<T> name, T value) throws IOException {
        Options.set(endpoint.channel(), name, value);
    }

    /**
     * Closes this socket. A greenlet that waits for it gets a {@link java.net.SocketException}. Does nothing if the
     * socket is closed.
     *
     * @switches never
     */
    @Override
    public final void close() {
        endpoint.close();
    }

    @Override
    public final boolean isOpen() {
        return endpoint.isOpen();
    }

    @Override
    public final Linkable readable() {
        return endpoint.readable();
    }

    @Override
    public final Linkable writable() {
        return endpoint.writable();
    }

    @Override
    public final String toString() {
        return endpoint.toString();
    }
}
